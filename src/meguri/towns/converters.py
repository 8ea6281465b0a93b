"""How a municipality's code stands in a path: six digits."""

from django.urls import register_converter


class MunicipalityCode:
    regex = r"[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MunicipalityCode, "municipality")
