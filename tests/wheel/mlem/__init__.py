"""Stand-in for MLEM in the tests of Mlem.Docker. Not MLEM: see tests/wheel/README.md."""

__version__ = "0.4.14"
