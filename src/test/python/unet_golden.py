"""Makes the reference files of UNetGoldenTest: small random networks and what they put out.

Run from the repository's root, with the versions that made the committed files:

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    python src/test/python/unet_golden.py

Each folder under src/test/resources/unet is a model as diffusers saves it, and golden.safetensors
with x, t (network indices), y of each t as y0, y1, ... and, where the network takes them, the
classes or vectors as labels. Weights are drawn anew, since diffusers' initialisation leaves some
zero. Between them the networks have every value of every option: UNetOptionsTest counts.
"""

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

ATTENTION = dict(
    down_block_types=("AttnDownBlock2D", "AttnDownBlock2D"),
    up_block_types=("AttnUpBlock2D", "AttnUpBlock2D"),
    attention_head_dim=4,
    block_out_channels=(8, 8),
)

K_BLOCKS = dict(
    block_out_channels=(32, 48),
    down_block_types=("KDownBlock2D", "KDownBlock2D"),
    up_block_types=("KUpBlock2D", "KUpBlock2D"),
    time_embedding_dim=16,
)

CASES = {
    "plain": dict(add_attention=False),
    "mid-attention": dict(attention_head_dim=4, layers_per_block=2),
    "attention-blocks": dict(
        block_out_channels=(8, 8),
        in_channels=3,
        out_channels=3,
        attention_head_dim=8,
        down_block_types=("DownBlock2D", "AttnDownBlock2D"),
        up_block_types=("AttnUpBlock2D", "UpBlock2D"),
    ),
    "ddpm-style": dict(
        block_out_channels=(8, 8, 8),
        down_block_types=("DownBlock2D", "AttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
        attention_head_dim=None,
        downsample_padding=0,
        flip_sin_to_cos=False,
        freq_shift=1,
        norm_eps=1e-6,
    ),
    "scale-shift": dict(
        block_out_channels=(8, 8),
        resnet_time_scale_shift="scale_shift",
        attn_norm_num_groups=2,
        center_input_sample=True,
        mid_block_scale_factor=1.4142135,
        act_fn="gelu",
    ),
    "scale-shift-plain-attention": dict(
        block_out_channels=(8, 8), resnet_time_scale_shift="scale_shift", act_fn="mish"
    ),
    "leftover-channels": dict(
        block_out_channels=(8, 8),
        attention_head_dim=5,
        down_block_types=("AttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "AttnUpBlock2D"),
        act_fn="relu",
    ),
    "residual-resampling": dict(
        down_block_types=("ResnetDownsampleBlock2D", "ResnetDownsampleBlock2D"),
        up_block_types=("ResnetUpsampleBlock2D", "ResnetUpsampleBlock2D"),
        block_out_channels=(8, 8),
        resnet_time_scale_shift="scale_shift",
        attention_head_dim=4,
        sample_size=(16, 24),
    ),
    "residual-attention-resampling": dict(
        **ATTENTION, downsample_type="resnet", upsample_type="resnet", act_fn="swish"
    ),
    "no-middle": dict(mid_block_type=None, dropout=0.1, sample_size=None),
    "one-level": dict(
        block_out_channels=(12,),
        down_block_types=("AttnDownBlock2D",),
        up_block_types=("AttnUpBlock2D",),
        layers_per_block=3,
        downsample_type="resnet",
    ),
    "odd-channels": dict(
        block_out_channels=(9, 15), norm_num_groups=3, attention_head_dim=15, time_embedding_dim=10
    ),
    "fourier": dict(time_embedding_type="fourier", block_out_channels=(8, 8)),
    "learned-time": dict(
        time_embedding_type="learned", num_train_timesteps=1000, block_out_channels=(8, 8)
    ),
    "classes": dict(num_class_embeds=5, block_out_channels=(8, 8)),
    "classes-as-times": dict(class_embed_type="timestep", block_out_channels=(8, 8)),
    "classes-as-vectors": dict(
        class_embed_type="identity", num_class_embeds=3, block_out_channels=(8, 8)
    ),
    "classes-in-the-table-of-times": dict(
        class_embed_type="timestep",
        time_embedding_type="learned",
        num_train_timesteps=1000,
        block_out_channels=(8, 8),
    ),
    "learned-variance": dict(
        in_channels=3,
        out_channels=6,
        block_out_channels=(8, 8),
        resnet_time_scale_shift="scale_shift",
        down_block_types=("UNetResDownBlock2D", "UNetResAttnDownBlock2D"),
        up_block_types=("UNetResAttnUpBlock2D", "UNetResUpBlock2D"),
        downsample_padding=0,
    ),
    "k-blocks": dict(**K_BLOCKS, act_fn="gelu", mid_block_type=None),
    "k-attention": dict(
        **K_BLOCKS
        | dict(
            down_block_types=("KCrossAttnDownBlock2D", "KDownBlock2D"),
            up_block_types=("KCrossAttnUpBlock2D", "KCrossAttnUpBlock2D"),
            attention_head_dim=8,
            mid_block_type=None,
            norm_num_groups=None,
        )
    ),
    "k-attention-one-level": dict(
        block_out_channels=(32,),
        down_block_types=("KCrossAttnDownBlock2D",),
        up_block_types=("KCrossAttnUpBlock2D",),
        attention_head_dim=None,
        time_embedding_dim=32,
        norm_eps=1e-3,
    ),
}

# Half the size, and the other two types of weights.
FLOAT16 = {
    "residual-resampling",
    "residual-attention-resampling",
    "no-middle",
    "one-level",
    "learned-time",
    "classes-as-times",
    "classes-as-vectors",
    "classes-in-the-table-of-times",
    "k-blocks",
    "k-attention",
}
BFLOAT16 = {"odd-channels", "fourier", "classes", "learned-variance", "k-attention-one-level"}

# Indices; a learned embedding knows whole ones only, and a fourier one none at 0.
TIMES = {"fourier": (0.02, 1, 250, 999), "learned-time": (0, 250, 999)}


def weights_type(name):
    return torch.float16 if name in FLOAT16 else torch.bfloat16 if name in BFLOAT16 else None


def labels(network, images):
    """Classes or vectors for so many images; None for a network without."""
    kind = network.config.class_embed_type
    if kind == "identity":
        return torch.randn(images, network.time_embedding.linear_2.out_features)
    if kind == "timestep":
        return torch.tensor([7, 130], dtype=torch.float32)
    return torch.tensor([3, 0]) if network.config.num_class_embeds else None


def output(network, x, t, y):
    with torch.no_grad():
        if network.config.time_embedding_type != "learned":
            return network(x, torch.tensor(t, dtype=torch.float32), y).sample
        return network(x, torch.tensor(int(t)), None if y is None else y.long()).sample


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    for number, (name, options) in enumerate(CASES.items()):
        torch.manual_seed(number)
        network = UNet2DModel(**{**BASE, **options}).eval()
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.add_(0.05 * torch.randn_like(parameter))
        folder = ROOT / name
        if weights_type(name):
            network.to(weights_type(name))
        network.save_pretrained(folder / "unet")
        network.float()
        DDPMScheduler().save_pretrained(folder / "scheduler")
        height = 2 * 2 ** len(network.config.block_out_channels)
        x = torch.randn(2, network.config.in_channels, height, height + 8)
        whole = network.config.time_embedding_type == "learned"
        times = TIMES.get(name, (0, 250, 999) if whole else (0, 250, 300.4, 999))
        golden = {"x": x, "t": torch.tensor(times, dtype=torch.float32)}
        y = labels(network, len(x))
        if y is not None:
            golden["labels"] = y.float()
        for i, t in enumerate(times):
            golden[f"y{i}"] = output(network, x, t, y)
        save_file(golden, folder / "golden.safetensors")
        (folder / "unet" / "README.md").unlink(missing_ok=True)
        largest = max(float(golden[f"y{i}"].abs().max()) for i in range(len(times)))
        print(name, sum(p.numel() for p in network.parameters()), f"{largest:.3g}")


if __name__ == "__main__":
    main()
