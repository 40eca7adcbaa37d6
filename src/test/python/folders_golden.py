"""Writes the same small model with diffusers in the layouts that DiffusionJ opens.

From the repository's root, with torch 2.7.1, diffusers 0.42.1 and safetensors:

    python src/test/python/folders_golden.py

The folders go to src/test/resources/folders; the tests compare weights bit for bit.
"""

import json
import pathlib
import shutil

import torch
from diffusers import DDPMPipeline, DDPMScheduler, DPMSolverMultistepScheduler, UNet2DModel

ROOT = pathlib.Path("src/test/resources/folders")


def network(dtype):
    torch.manual_seed(3)
    unet = UNet2DModel(
        sample_size=8,
        in_channels=1,
        out_channels=1,
        block_out_channels=(8, 8),
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        norm_num_groups=4,
        attention_head_dim=4,
        act_fn="swish",
    )
    return unet.to(dtype)


def add(path, **keys):
    path.write_text(json.dumps({**json.loads(path.read_text()), **keys}, indent=2) + "\n")


def main():
    torch.set_num_threads(1)
    shutil.rmtree(ROOT, ignore_errors=True)
    scheduler = DDPMScheduler(timestep_spacing="trailing", steps_offset=1, clip_sample_range=2.0)

    DDPMPipeline(network(torch.float32), scheduler).save_pretrained(ROOT / "whole")
    add(ROOT / "whole/unet/config.json", _name_or_path="somebody/something", my_own_key=[1, 2.50])

    DDPMPipeline(network(torch.float32), scheduler).save_pretrained(
        ROOT / "sharded", max_shard_size="20KB"
    )
    solver = DPMSolverMultistepScheduler(use_karras_sigmas=True, solver_order=3)
    DDPMPipeline(network(torch.bfloat16), solver).save_pretrained(ROOT / "bfloat16-solver")

    # As the oldest models lie on the hub: without levels.
    network(torch.float32).save_pretrained(ROOT / "flat")
    scheduler.save_pretrained(ROOT / "flat")
    shutil.copy(ROOT / "whole/model_index.json", ROOT / "flat")

    network(torch.float16).save_pretrained(ROOT / "bare-float16", variant="fp16")
    for file in sorted(ROOT.rglob("*.*")):
        print(file, file.stat().st_size)


if __name__ == "__main__":
    main()
