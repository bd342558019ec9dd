"""tools/read_botocore.py on a catalogue and service models made up here."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

TOOL = pathlib.Path(__file__).resolve().parents[2] / "tools/read_botocore.py"


def operations(count, *others):
    return [f"GetThing{i}" for i in range(count)] + list(others)


# Of each service the actions in the catalogue, and the operations of its model.
CATALOG = {
    "agrees": operations(40, "GetCase"),
    "differs": operations(5),
    "renamed": ["ListRenamed", "GetRenamed"],
}
MODELS = {
    # Nearly all operations are actions: the others are newer. Letter case does not count.
    "agrees": ("agrees", operations(40, "Getcase", "StartNewThing", "AddNewThing")),
    # Half of them have other names as actions: nothing follows.
    "differs": ("differs", operations(5, "ListObjects", "HeadObject", "UploadPart")),
    # It signs by another name than its actions have.
    "alias": ("signs-as", ["ListRenamed", "GetRenamed", "PutRenamed"]),
    "brand-new": ("brand-new", ["CreateStar", "AwakenStar"]),
    "odd": ("No Prefix", ["CreateStar"]),
}
FOUND = ["agrees:AddNewThing", "agrees:StartNewThing", "brand-new:AwakenStar",
         "brand-new:CreateStar"]


class ReadBotocoreTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        lines = ["rolelint-catalog\t1", "d\t2026-01-01\tmade-up\t1"]
        for prefix, actions in CATALOG.items():
            lines.append(f"s\t{prefix}\tA service")
            lines += [f"R\t{action}" for action in actions]
        (self.folder / "catalog.tsv").write_text("\n".join(lines + ["end\t1", ""]))
        for name, (signing, names) in MODELS.items():
            self.write_model(name, "2020-01-01", signing, ["GoneSince"])
            self.write_model(name, "2026-01-01", signing, names)

    def write_model(self, name, version, signing, names):
        folder = self.folder / "data" / name / version
        folder.mkdir(parents=True, exist_ok=True)
        model = {"metadata": {"endpointPrefix": "ignored", "signingName": signing},
                 "operations": {one: {} for one in names}}
        (folder / "service-2.json").write_text(json.dumps(model))

    def run_tool(self, *more):
        return subprocess.run(
            [sys.executable, TOOL, self.folder / "data", "--catalog", self.folder / "catalog.tsv",
             "--out", self.folder / "out.inc", *more], capture_output=True, text=True)

    def test_lists_what_the_catalogue_lacks(self):
        self.assertEqual(self.run_tool().returncode, 0)
        lines = (self.folder / "out.inc").read_text().splitlines()
        self.assertTrue(lines[0].startswith("//"))
        self.assertEqual(lines[1:], [f'"{name}",' for name in FOUND])

    def test_check_tells_whether_the_file_is_up_to_date(self):
        self.assertEqual(self.run_tool("--check").returncode, 1)
        self.run_tool()
        self.assertEqual(self.run_tool("--check").returncode, 0)
        self.write_model("brand-new", "2026-02-01", "brand-new", ["CreateStar", "NameStar"])
        self.assertEqual(self.run_tool("--check").returncode, 1)

    def test_refuses_folders_without_models(self):
        (self.folder / "catalog.tsv").write_text("rolelint-catalog\t1\n")
        self.assertEqual(self.run_tool().returncode, 1)


if __name__ == "__main__":
    unittest.main()
