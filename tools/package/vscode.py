"""The extension of Visual Studio Code: editors/vscode bundled with its libraries and the binary, packed by vsce."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "editors/vscode"
PACKAGES = "@vscode/vsce@4.1.0 esbuild@0.28.2 vscode-languageclient@9.0.1"


def modules():
    """The node_modules that have what packs it; None if there are none."""
    for folder in (os.environ.get("ROLELINT_NODE_MODULES", ""), ROOT / "build/npm/node_modules"):
        if folder and all((pathlib.Path(folder) / name).is_dir()
                          for name in ("@vscode/vsce", "esbuild", "vscode-languageclient")):
            return pathlib.Path(folder).resolve()
    return None


def run(*command, **options):
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        raise SystemExit(f"package: {command[0]} failed: {done.stdout}{done.stderr}")


def bundled_licences(inputs, node_modules):
    """The licences of the npm packages that the files of the bundle come from."""
    packages = set()
    for name in inputs:
        parts = pathlib.PurePath(name).parts
        if "node_modules" in parts:
            at = len(parts) - 1 - parts[::-1].index("node_modules")
            packages.add("/".join(parts[at + 1:at + (3 if parts[at + 1].startswith("@") else 2)]))
    texts = []
    for package in sorted(packages):
        for path in sorted((node_modules / package).glob("[Ll][Ii][Cc][Ee][Nn][Ss]*")):
            texts.append(f"{'-' * 80}\nThe extension contains {package}:\n\n{path.read_text().rstrip()}\n")
    return "\n".join(texts)


def make_vscode(release):
    node_modules = modules()
    if node_modules is None:
        raise SystemExit(f"package: vscode needs: npm install --prefix build/npm --ignore-scripts {PACKAGES}")
    target = f"linux-{release.names['npm']}"
    name = f"rolelint-vscode-{target}-{release.version}.vsix"
    release.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        stage = pathlib.Path(folder) / "extension"
        shutil.copytree(SOURCE, stage)
        description = json.loads((stage / "package.json").read_text())
        description["version"] = release.version
        del description["dependencies"]  # they are in the bundle
        (stage / "package.json").write_text(json.dumps(description, indent=2))
        run(node_modules / ".bin/esbuild", SOURCE / "extension.js", "--bundle", "--platform=node", "--target=node18",
            "--external:vscode", "--minify", f"--metafile={pathlib.Path(folder) / 'bundle.json'}",
            f"--outfile={stage / 'extension.js'}", "--allow-overwrite",
            env={**os.environ, "NODE_PATH": str(node_modules)})
        (stage / "bin").mkdir()
        (stage / "bin/rolelint").write_bytes(release.binary)
        (stage / "bin/rolelint").chmod(0o755)
        documents = release.documents()
        bundle = json.loads((pathlib.Path(folder) / "bundle.json").read_text())
        documents["NOTICE"] += ("\n" + bundled_licences(bundle["inputs"], node_modules)).encode()
        for document in ("LICENSE", "NOTICE", "rolelint.spdx.json"):
            (stage / document).write_bytes(documents[document])
        run(node_modules / ".bin/vsce", "package", "--no-dependencies", "--allow-missing-repository",
            "--skip-license", "--target", target, "--out", release.out.resolve() / name,
            cwd=stage, env={**os.environ, "SOURCE_DATE_EPOCH": str(release.time)})
    release.made.append(release.out / name)
    print(release.out / name)
