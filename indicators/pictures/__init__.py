"""The pages of pictures: all indicators side by side, and one indicator from every side."""
