"""Makes the reference files of UNetGoldenTest: small random networks and what they put out.

Run from the repository's root, with the versions that made the committed files:

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    python src/test/python/unet_golden.py

Each folder under src/test/resources/unet is a model as diffusers saves it, and golden.safetensors
with x, t and the output. Weights are drawn anew, since diffusers' initialisation leaves some zero.
"""

import json
import pathlib
import shutil

import torch
from diffusers import DDPMScheduler, UNet2DModel
from safetensors.torch import save_file

ROOT = pathlib.Path("src/test/resources/unet")

BASE = dict(
    sample_size=16,
    in_channels=1,
    out_channels=1,
    block_out_channels=(8, 16),
    layers_per_block=1,
    norm_num_groups=4,
    down_block_types=("DownBlock2D", "DownBlock2D"),
    up_block_types=("UpBlock2D", "UpBlock2D"),
)

CASES = {
    "plain": dict(add_attention=False),
    "mid-attention": dict(attention_head_dim=4, layers_per_block=2),
    "attention-blocks": dict(
        in_channels=3,
        out_channels=3,
        attention_head_dim=8,
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
    ),
    "ddpm-style": dict(
        block_out_channels=(8, 8, 16),
        down_block_types=("DownBlock2D", "AttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=None,
        downsample_padding=0,
        flip_sin_to_cos=False,
        freq_shift=1,
        norm_eps=1e-6,
    ),
    "scale-shift": dict(
        resnet_time_scale_shift="scale_shift",
        attn_norm_num_groups=2,
        center_input_sample=True,
        mid_block_scale_factor=1.4142135,
        act_fn="gelu",
    ),
    "scale-shift-plain-attention": dict(resnet_time_scale_shift="scale_shift", act_fn="mish"),
    "leftover-channels": dict(
        attention_head_dim=5,
        down_block_types=("AttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "AttnUpBlock2D"),
        act_fn="relu",
    ),
}


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    for number, (name, options) in enumerate(CASES.items()):
        torch.manual_seed(number)
        network = UNet2DModel(**{**BASE, **options}).eval()
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.add_(0.05 * torch.randn_like(parameter))
        folder = ROOT / name
        network.save_pretrained(folder / "unet")
        DDPMScheduler().save_pretrained(folder / "scheduler")
        height = 4 * 2 ** len(network.config.block_out_channels)
        x = torch.randn(2, network.config.in_channels, height, height + 8)
        golden = {"x": x}
        for t in (0, 250, 999):
            with torch.no_grad():
                golden[f"y{t}"] = network(x, t).sample
        save_file(golden, folder / "golden.safetensors")
        readme = folder / "unet" / "README.md"
        readme.unlink(missing_ok=True)
        print(name, sum(p.numel() for p in network.parameters()))


if __name__ == "__main__":
    main()
