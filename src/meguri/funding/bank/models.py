"""What is stored of this room; imported by `meguri.funding.models`."""

__all__: list[str] = []
