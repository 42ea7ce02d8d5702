"""«Информация об исполнении резолюции»: drafted from figures, edited by a person, frozen."""
