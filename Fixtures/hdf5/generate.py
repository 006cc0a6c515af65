"""Writes the fixtures beside this file: `generate.py [--work FOLDER]`.

It makes Python environments of the three requirements files in FOLDER, needs a C compiler with libhdf5-dev 1.10 (`pkg-config
hdf5`), and runs the generators. Files above 20 KB (invalid ones above 3 KB) are stored gzipped. For each valid file `documents/` has the two documents
of Documentation/hdf5-json.md, gzipped, as h5py and libhdf5 read it; `MANIFEST.json` has the versions, what the libraries that
wrote the files say must be in them, and for each invalid file the name of the error that it must give. Times and orders in
memory differ from run to run, so some of the bytes do.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import hostile

HERE = Path(__file__).resolve().parent
REFERENCE = HERE.parents[1] / "Tests" / "Interop" / "hdf5_reference.py"
LARGE, SMALL = 20_000, 3_000
ENDINGS = {".h5", ".nc"}


def run(*command, **options):
    return subprocess.run([str(part) for part in command], check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def environment(work, name):
    """The Python with the packages of a requirements file."""
    folder, requirements = work / name, HERE / f"{name}.txt"
    python = folder / "bin" / "python"
    if not (folder / "done").exists():
        run(sys.executable, "-m", "venv", "--clear", folder)
        run(python, "-m", "pip", "install", "-q", "-r", requirements)
        (folder / "done").touch()
    return python


def make(work, valid):
    """Runs the generators; what the libraries' files must contain."""
    new, old, keras = (environment(work, name) for name in ("requirements", "requirements-old", "requirements-keras"))
    contents = {}
    for name in ("h5py-3.16", "h5py-3.14", "filters", "libraries", "libraries-old", "newest", "keras", "native"):
        (valid / name).mkdir(parents=True)
    run(new, HERE / "h5py_files.py", valid / "h5py-3.16")
    run(old, HERE / "h5py_files.py", valid / "h5py-3.14")
    run(new, HERE / "plugin_files.py", valid / "filters")
    run(new, HERE / "newest_files.py", valid / "newest")
    for name, python in (("libraries", new), ("libraries-old", old)):
        contents[name] = json.loads(run(python, HERE / "library_files.py", valid / name))
    contents["keras"] = json.loads(run(keras, HERE / "keras_files.py", valid / "keras", stderr=subprocess.DEVNULL))
    flags = run("pkg-config", "--cflags", "--libs", "hdf5").split()
    run("cc", "-O1", "-o", work / "native", HERE / "native.c", *flags)
    run(work / "native", valid / "native")
    versions = {"old": run(old, "-c", VERSIONS).strip(), "new": run(new, "-c", VERSIONS).strip(),
                "keras": contents["keras"]["keras"], "native": "libhdf5 " + run("pkg-config", "--modversion", "hdf5").strip()}
    return new, old, contents, versions


VERSIONS = """
import h5py, hdf5plugin, netCDF4, numpy, pandas, tables
print(f"h5py {h5py.__version__}, libhdf5 {h5py.version.hdf5_version}, numpy {numpy.__version__}, hdf5plugin {hdf5plugin.version}, "
      f"netCDF4 {netCDF4.__version__}, pandas {pandas.__version__}, PyTables {tables.__version__}")
"""


def documents(pythons, path):
    """Both documents, by the first Python whose library reads the file."""
    for python in pythons:
        document = json.loads(run(python, REFERENCE, path, env={**os.environ, "HDF5_USE_FILE_LOCKING": "FALSE"}))
        if "dump" in document:
            assert not document["cross"], (path, document["cross"])
            return document
    raise ValueError(f"{path}: {document}")


def packed(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as out:
        out.write(data)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir(), "brine-hdf5-fixtures"))
    parser.add_argument("--invalid", action="store_true", help="only the invalid files, of the valid ones that are there")
    options = parser.parse_args()
    manifest = json.loads((HERE / "MANIFEST.json").read_text()) if options.invalid else write_valid(options.work)
    shutil.rmtree(HERE / "invalid", ignore_errors=True)
    (HERE / "invalid").mkdir()
    manifest["invalid"] = {}
    for name, data, error, path in hostile.files(HERE / "valid"):
        assert f"invalid/{name}" not in manifest["invalid"], name
        if len(data) > SMALL:
            packed(HERE / "invalid" / f"{name}.gz", data)
            name += ".gz"
        else:
            (HERE / "invalid" / name).write_bytes(data)
        manifest["invalid"][f"invalid/{name}"] = {"error": error, "path": path}
    (HERE / "MANIFEST.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")


def write_valid(work):
    for name in ("valid", "documents"):
        shutil.rmtree(HERE / name, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        valid = Path(folder)
        new, old, contents, versions = make(work, valid)
        files = {}
        for path in sorted(path for path in valid.rglob("*") if path.is_file()):
            name, data = str(path.relative_to(valid)), path.read_bytes()
            stored = HERE / "valid" / (name + ".gz" if len(data) > LARGE and path.suffix in ENDINGS else name)
            if stored.suffix == ".gz":
                packed(stored, data)
            else:
                stored.parent.mkdir(parents=True, exist_ok=True)
                stored.write_bytes(data)
            if path.suffix in ENDINGS:
                document = documents([new, old], path)
                text = json.dumps({key: document[key] for key in ("dump", "facts")}, ensure_ascii=False, separators=(",", ":"))
                packed(HERE / "documents" / f"{name}.json.gz", text.encode())
                files[str(stored.relative_to(HERE))] = f"documents/{name}.json.gz"
    return {"versions": versions, "files": files, "contents": contents}


if __name__ == "__main__":
    main()
