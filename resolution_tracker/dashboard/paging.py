"""Pages that any address can ask for."""

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator


class ForgivingPaginator(Paginator):
    """A page that does not exist is the nearest that does, never an error."""

    def validate_number(self, number) -> int:
        try:
            return super().validate_number(number)
        except PageNotAnInteger:
            return 1
        except EmptyPage:
            return self.num_pages if str(number).isdigit() and int(number) else 1
