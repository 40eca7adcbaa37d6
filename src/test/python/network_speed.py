"""One network call of google/ddpm-cifar10-32's architecture: DiffusionJ against PyTorch.

Both sides run the same random weights with the same number of threads, in turn: PyTorch 2.7.1 eager
in float32 here, and DiffusionJ in float32 and bfloat16 in a Java process beside. Printed are the
medians and the medians of the rounds' ratios, by the clock and by processor time; the latter is the
one to read on a machine that does something else too. From the repository's root:

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    mvn -q test-compile
    python src/test/python/network_speed.py [--threads 1] [--rounds 7] [--batches 1,8,32]
"""

import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import tempfile
import time

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--rounds", type=int, default=7)
parser.add_argument("--batches", default="1,8,32")
parser.add_argument("--architecture", choices=("cifar10", "small"), default="cifar10")
options = parser.parse_args()
os.environ["OMP_NUM_THREADS"] = str(options.threads)

import torch  # noqa: E402
from diffusers import DDPMScheduler, UNet2DModel  # noqa: E402

ARCHITECTURES = dict(
    cifar10=dict(
        sample_size=32,
        block_out_channels=(128, 256, 256, 256),
        down_block_types=("DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=None,
        downsample_padding=0,
        flip_sin_to_cos=False,
        freq_shift=1,
        norm_eps=1e-6,
    ),
    small=dict(
        sample_size=64,
        block_out_channels=(16, 32, 64, 128),
        layers_per_block=1,
        norm_num_groups=8,
        down_block_types=("DownBlock2D",) * 3 + ("AttnDownBlock2D",),
        up_block_types=("AttnUpBlock2D",) + ("UpBlock2D",) * 3,
    ),
)


def java(folder, size):
    """The Java process, when its networks are open."""
    path = pathlib.Path(folder, "classpath")
    maven = ["mvn", "-q", "-o", "-B", "dependency:build-classpath", "-DincludeScope=test"]
    subprocess.run([*maven, f"-Dmdep.outputFile={path}"], check=True)
    classes = f"target/test-classes:target/classes:{path.read_text().strip()}"
    main = "io.github.diffusionj.benchmark.NetworkSpeed"
    command = ["java", "-cp", classes, main, folder, str(size), str(options.threads)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout.readline().strip() == "ready"
    return process


def ask(process, precision, images):
    process.stdin.write(f"{precision} {images}\n")
    process.stdin.flush()
    return [float(word) for word in process.stdout.readline().split()]


def processor():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def call(network, x):
    cpu, clock = processor(), time.perf_counter()
    with torch.no_grad():
        network(x, torch.tensor(499.0))
    return [time.perf_counter() - clock, processor() - cpu]


def main():
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    network = UNet2DModel(**ARCHITECTURES[options.architecture]).eval()
    size = network.config.sample_size
    print(f"PyTorch {torch.__version__}, {options.threads} threads, seconds per call")
    with tempfile.TemporaryDirectory() as folder:
        network.save_pretrained(pathlib.Path(folder, "unet"))
        DDPMScheduler().save_pretrained(pathlib.Path(folder, "scheduler"))
        process = java(folder, size)
        for images in map(int, options.batches.split(",")):
            x = torch.randn(images, 3, size, size)
            first = [ask(process, p, images)[0] for p in ("float32", "bfloat16") for _ in range(3)]
            call(network, x)
            rounds = [
                (call(network, x), ask(process, "float32", images), ask(process, "bfloat16", images))
                for _ in range(options.rounds)
            ]
            print(f"batch {images}; DiffusionJ's first calls " + " ".join(f"{t:.3f}" for t in first))
            for kind, name in enumerate(("clock", "processor")):
                python, float32, bfloat16 = (
                    statistics.median(r[side][kind] for r in rounds) for side in range(3)
                )
                ratios = [statistics.median(r[s][kind] / r[0][kind] for r in rounds) for s in (1, 2)]
                print(
                    f"  {name:9}  PyTorch float32 {python:.3f}  DiffusionJ float32 {float32:.3f}"
                    f" bfloat16 {bfloat16:.3f}  ratios {ratios[0]:.2f} {ratios[1]:.2f}",
                    flush=True,
                )
        process.stdin.close()
        process.wait()


if __name__ == "__main__":
    main()
