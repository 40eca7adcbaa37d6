"""Makes every golden file anew, in the order in which they need each other.

Run from the repository's root, with the versions that each script names:

    pip install torch==2.7.1 diffusers==0.42.1 safetensors numpy scikit-image==0.26.0
    python src/test/python/golden.py
"""

import pathlib
import subprocess
import sys

SCRIPTS = pathlib.Path("src/test/python")
RESOURCES = pathlib.Path("src/test/resources")
SAMPLING = RESOURCES / "io/github/diffusionj/diffusion/sampling"

# Scripts that print their file, with the file; the others know where to write.
PRINTED = {
    "schedules.py": SAMPLING / "diffusers.json",
    "samplers.py": SAMPLING / "trajectories.json",
    "bound.py": RESOURCES / "bound/reference.json",
    "quality.py": RESOURCES / "quality/reference.json",
}
WRITTEN = [
    "unet_golden.py",  # first: the next four use its networks
    "bound_network.py",
    "gradient_golden.py",
    "classifier_golden.py",
    "sampling_golden.py",
    "solver_golden.py",
    "folders_golden.py",
    "torchscript_golden.py",
    "peer_loops.py",
]


def run(script: str) -> bytes:
    print(script, flush=True)
    command = [sys.executable, str(SCRIPTS / script)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


for script in WRITTEN:
    run(script)
for script, file in PRINTED.items():
    file.write_bytes(run(script))
