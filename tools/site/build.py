#!/usr/bin/env python3
"""Makes the site of docs/ with mkdocs, which checks every link.

    tools/site/build.py [--out build/site] [--playground build/wasm/playground]

Needs mkdocs-material. docs/ is written for readers of the repository: its pages are copied, the README becomes the first
page, links to files that are no pages become plain text, and the rules get a page that lists them.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
# A link, or code, which holds none.
LINK = re.compile(r"`[^`]*`|(?<!!)\[((?:`[^`]*`|[^\]`])+)\]\(([^)\s]+)\)")
# Pages that lie elsewhere in the repository.
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md"}


def relative(target, page):
    """The way from a page of the site to another of its files."""
    up = len(pathlib.PurePosixPath(page).parts) - 1
    return "../" * up + target


def place_in_site(path):
    """Where a file of the repository is in the site, both from the root; None if it is not there."""
    if path in PAGES:
        return PAGES[path]
    if path.rstrip("/") == "docs/rules":
        return "rules/index.md"
    inside = path.removeprefix("docs/")
    if path.startswith("docs/") and (ROOT / path).is_file():
        return inside
    return None


def resolved(folder, address):
    parts = []
    for part in (pathlib.PurePosixPath(folder) / address).parts:
        parts = parts[:-1] if part == ".." else parts + [part]
    return "/".join(parts)


def rewrite_link(match, source, page):
    text, address = match.groups()
    if address is None or re.match(r"[a-z]+:|#", address):
        return match.group(0)
    path, _, anchor = address.partition("#")
    path = resolved(pathlib.PurePosixPath(source).parent, path)
    place = place_in_site(path)
    if place is None:
        if not (ROOT / path).exists():
            raise SystemExit(f"site: {source}: there is no {path}")
        return text if text.startswith("`") else f"{text} (`{path}`)"
    return f"[{text}]({relative(place, page)}{'#' + anchor if anchor else ''})"


def rewrite(text, source, page):
    """The text of a page for the site: `source` is its file in the repository, `page` that in the site."""
    lines, fenced, previous = [], False, ""
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and not line.startswith("    "):
            line = LINK.sub(lambda match: rewrite_link(match, source, page), line)
            # Markdown of the repository begins a list right under a line of text; that of the site does not.
            if re.match(r"([-*]|\d+\.) ", line) and previous and not re.match(r"([-*]|\d+\.) |  ", previous):
                lines.append("")
        lines.append(line)
        previous = line
    return "\n".join(lines) + "\n"


def rules():
    """(family, ID, summary) of every rule."""
    for path in sorted((ROOT / "docs/rules").glob("*.md")):
        sources = list((ROOT / "rules").glob(f"*/{path.stem.replace('-', '_')}.cc"))
        if len(sources) != 1:
            raise SystemExit(f"site: {path} is of no rule")
        summary = re.search(r"\A# .*\n\n(.+)\n", path.read_text()).group(1)
        yield sources[0].parent.name.replace("_", " "), path.stem, summary


def list_of_rules():
    families = {}
    for family, rule, summary in rules():
        families.setdefault(family, []).append(f"| [{rule}]({rule}.md) | {summary} |")
    parts = [f"# Rules\n\n{sum(map(len, families.values()))} rules, one page each; `rolelint explain RULE` prints the same page.\n"]
    for family in sorted(families):
        parts.append(f"## {family.capitalize()}\n\n| rule | what it finds |\n| --- | --- |\n" +
                     "\n".join(families[family]) + "\n")
    return "\n".join(parts)


def write_source(folder):
    for path in sorted((ROOT / "docs").rglob("*")):
        place = folder / path.relative_to(ROOT / "docs")
        if path.is_dir():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            page = place.relative_to(folder).as_posix()
            place.write_text(rewrite(path.read_text(), path.relative_to(ROOT).as_posix(), page))
        else:
            shutil.copyfile(path, place)
    for source, page in PAGES.items():
        (folder / page).write_text(rewrite((ROOT / source).read_text(), source, page))
    (folder / "rules/index.md").write_text(list_of_rules())


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "build/site")
    parser.add_argument("--playground", type=pathlib.Path, help="the folder of the playground's program")
    arguments = parser.parse_args()
    work = arguments.out.resolve().with_name(arguments.out.name + ".work")
    shutil.rmtree(work, ignore_errors=True)
    write_source(work / "source")
    shutil.copyfile(HERE / "mkdocs.yml", work / "mkdocs.yml")
    done = subprocess.run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--clean",
                           "--config-file", str(work / "mkdocs.yml"), "--site-dir", str(arguments.out.resolve())])
    if done.returncode != 0:
        raise SystemExit("site: mkdocs failed")
    shutil.rmtree(work)
    print(arguments.out / "index.html")


if __name__ == "__main__":
    main()
