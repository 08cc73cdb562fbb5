"""Reads requirements files as pip does: one JSON text a line in, one JSON answer a line out."""
import json, os, sys, tempfile
from pip._internal.models.format_control import FormatControl
from pip._internal.req.constructors import install_req_from_parsed_requirement
from pip._internal.req.req_file import parse_requirements

# What a hostile file would expand, and what it would find beside it.
os.environ.update({"HOME": "/root", "EVIL": "https://evil.example/simple", "A": "==9.9", "MLEM_DEBUG": "true"})
folder = tempfile.mkdtemp()
os.chdir(folder)
for name in ("evil.zip", "evil.whl", "x==1.0+a.zip"):
    open(name, "w").close()
os.makedirs("evil/pkg")


class Scope:
    def __init__(self, find_links=(), index_urls=(), no_index=False):
        self.find_links, self.index_urls, self.no_index = list(find_links), list(index_urls), no_index

    @classmethod
    def create(cls, find_links, index_urls, no_index=False):
        return cls(find_links, index_urls, no_index)


class Finder:
    def __init__(self):
        self.search_scope, self.other = Scope(), []
        self.format_control = FormatControl()

    find_links = property(lambda self: self.search_scope.find_links)
    index_urls = property(lambda self: self.search_scope.index_urls)

    def set_allow_all_prereleases(self):
        self.other.append("pre")

    def set_prefer_binary(self):
        self.other.append("prefer-binary")


class Session:
    def __init__(self, finder):
        self.finder, self.auth = finder, self

    def add_trusted_host(self, host, source=None):
        self.finder.other.append("trusted-host " + host)

    def update_index_urls(self, urls):
        pass


def read(text):
    with open("requirements.txt", "w", newline="", encoding="utf-8") as file:
        file.write(text)
    finder = Finder()
    import pip._internal.req.req_file as req_file
    req_file.SearchScope = Scope
    lines = []
    for parsed in parse_requirements("requirements.txt", Session(finder), finder=finder):
        assert not parsed.constraint
        requirement = install_req_from_parsed_requirement(parsed)
        req, link = requirement.req, requirement.link
        lines.append({
            "name": req.name if req is not None else None,
            "extras": sorted(requirement.extras),
            "version": str(req.specifier) if req is not None else "",
            "url": link.url if link is not None else None,
            "odd": bool(requirement.markers or requirement.editable or parsed.is_editable or parsed.options
                        or (req is not None and req.marker)),
        })
    scope = finder.search_scope
    control = finder.format_control
    odd = bool(finder.other or control.no_binary or control.only_binary or scope.find_links or scope.no_index)
    return {"indexes": scope.index_urls, "lines": lines, "odd": odd}


for line in sys.stdin:
    try:
        answer = read(json.loads(line))
    except BaseException as e:  # pip raises SystemExit too
        answer = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps(answer), flush=True)
