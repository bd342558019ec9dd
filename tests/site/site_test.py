"""Makes the site of docs/ and follows every link of it.

    site_test.py PYTHON_WITH_MKDOCS SOURCE_DIR SCRATCH
"""

import importlib.util
import json
import os
import pathlib
import shutil
import subprocess
import sys
import unittest
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

PYTHON = sys.argv[1]
SOURCE, SCRATCH = (pathlib.Path(one).resolve() for one in sys.argv[2:4])
READY = subprocess.run([PYTHON, "-c", "import material"], capture_output=True).returncode == 0 \
    if shutil.which(PYTHON) else False


class Page(HTMLParser):
    """The anchors of a page, where its links lead, and what it loads."""

    def __init__(self, text):
        super().__init__()
        self.anchors, self.links, self.loads = set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        for name in ("id", "name"):
            if values.get(name):
                self.anchors.add(values[name])
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag in ("script", "img", "iframe", "source") and values.get("src"):
            self.loads.append(values["src"])
        if tag == "link" and values.get("rel") in ("stylesheet", "icon", "preload", "preconnect"):
            self.loads.append(values["href"])


def faults(folder):
    """What is wrong with the links of all pages in a folder, one sentence each."""
    pages = {path: Page(path.read_text()) for path in sorted(folder.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        if path.name == "404.html":  # its links are absolute: it is shown anywhere
            continue
        for address in page.loads:
            if urlsplit(address).netloc:
                found.append(f"{path.name} loads {address}")
        for address in page.links + page.loads:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                found.append(f"{path.name}: there is no {address}")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                found.append(f"{path.name}: no anchor {address}")
    return found


class LinkTest(unittest.TestCase):
    """The check of links sees what it is to see."""

    def write(self, **files):
        folder = SCRATCH / "small"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / f"{name}.html").write_text(text)
        return folder

    def test_good(self):
        folder = self.write(a='<a href="b.html#x">b</a><a href="#y">y</a><p id="y">', b='<h1 id="x"></h1><a href=".">a</a>',
                            index='<a href="https://example.com/">out</a>')
        self.assertEqual(faults(folder), [])

    def test_bad(self):
        for text, fault in {
                '<a href="c.html">c</a>': "a.html: there is no c.html",
                '<a href="b.html#z">b</a>': "a.html: no anchor b.html#z",
                '<a href="#z">z</a>': "a.html: no anchor #z",
                '<img src="c.svg">': "a.html: there is no c.svg",
                '<script src="https://example.com/x.js"></script>': "a.html loads https://example.com/x.js",
                '<link rel="stylesheet" href="//example.com/x.css">': "a.html loads //example.com/x.css",
        }.items():
            self.assertEqual(faults(self.write(a=text, b="")), [fault])


class SourceTest(unittest.TestCase):
    """How pages of the repository become pages of the site."""

    @classmethod
    def setUpClass(cls):
        spec = importlib.util.spec_from_file_location("build", SOURCE / "tools/site/build.py")
        cls.build = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.build)

    def test_links(self):
        for source, page, text, expected in [
                ("README.md", "index.md", "[Map](docs/map.md#switches)", "[Map](map.md#switches)"),
                ("README.md", "index.md", "[Rules](docs/rules)", "[Rules](rules/index.md)"),
                ("docs/map.md", "map.md", "[`why`](why.md)", "[`why`](why.md)"),
                ("docs/rules/mfa-condition.md", "rules/mfa-condition.md", "[p](../prove.md)", "[p](../prove.md)"),
                ("docs/library.md", "library.md", "[x](../examples/library)", "x (`examples/library`)"),
                ("docs/map.md", "map.md", "`a[b](c)` [d](https://example.com/)", "`a[b](c)` [d](https://example.com/)"),
                ("CONTRIBUTING.md", "contributing.md", "[design](docs/design.md)", "[design](design.md)"),
        ]:
            self.assertEqual(self.build.rewrite(text, source, page), expected + "\n")

    def test_link_to_nothing_ends_it(self):
        for source, text in [("docs/map.md", "[x](no-page.md)"), ("README.md", "[x](docs/rules/no-rule.md)")]:
            with self.assertRaisesRegex(SystemExit, "there is no docs/"):
                self.build.rewrite(text, source, "map.md")

    def test_lists(self):
        self.assertEqual(self.build.rewrite("words:\n- a\n- b\n  c\n- d", "docs/map.md", "map.md"),
                         "words:\n\n- a\n- b\n  c\n- d\n")
        self.assertEqual(self.build.rewrite("```\nx\n- a\n```", "docs/map.md", "map.md"), "```\nx\n- a\n```\n")


@unittest.skipUnless(READY or os.environ.get("ROLELINT_NO_SKIP"), "absent: mkdocs-material")
class SiteTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.site = SCRATCH / "site"
        done = subprocess.run([PYTHON, SOURCE / "tools/site/build.py", "--out", cls.site], capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)

    def test_every_link_leads_somewhere_and_nothing_is_loaded_from_elsewhere(self):
        self.assertEqual(faults(self.site), [])

    def test_every_page_and_every_rule_is_there_and_linked(self):
        listed = {link.split("#")[0] for link in Page((self.site / "rules/index.html").read_text()).links}
        home = {link.split("#")[0] for link in Page((self.site / "index.html").read_text()).links}
        for path in (SOURCE / "docs/rules").glob("*.md"):
            self.assertTrue((self.site / f"rules/{path.stem}.html").is_file(), path)
            self.assertIn(f"{path.stem}.html", listed)
        for path in (SOURCE / "docs").glob("*.md"):
            self.assertIn(f"{path.stem}.html", home)

    def test_search_knows_every_rule(self):
        index = json.loads((self.site / "search/search_index.json").read_text())
        titles = {one["title"] for one in index["docs"]}
        for path in (SOURCE / "docs/rules").glob("*.md"):
            self.assertIn(path.stem, titles)

    def test_pictures_are_carried(self):
        loads = Page((self.site / "role-switching.html").read_text()).loads
        self.assertEqual(len([one for one in loads if one.endswith(".svg") and one.startswith("images/role-switch")]), 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
