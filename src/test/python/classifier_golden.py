"""Makes the reference files of NoisyClassifierTest: a small random classifier of noised images.

Run from the repository's root, with the versions that made the committed files:

    pip install torch==2.7.1 diffusers==0.42.1 safetensors
    python src/test/python/classifier_golden.py

src/test/resources/classifier is a model without weights but with a classifier, and
golden.safetensors with x, t (network indices, one for each image), the logits, the class of each
image as classes, and gradient: that of log p(class | x, t) by x. The layers before the last
normalisation are diffusers' own. The test allows 1e-5 for the logits and 1e-4 for the gradient, over
the largest.
"""

import json
import pathlib
import shutil

import torch
from diffusers import DDPMScheduler, UNet2DModel
from safetensors.torch import save_file

ROOT = pathlib.Path("src/test/resources/classifier")
CLASSES = ["left", "right", "neither"]
CHANNELS = (4, 8)

UNET = dict(
    sample_size=16,
    in_channels=3,
    out_channels=3,
    block_out_channels=CHANNELS,
    layers_per_block=1,
    attention_head_dim=4,
    norm_num_groups=2,
    down_block_types=("DownBlock2D", "AttnDownBlock2D"),
    up_block_types=("UpBlock2D", "UpBlock2D"),
)


class NoisyClassifier(torch.nn.Module):
    """The way down and the middle of a U-Net, normalisation, SiLU, the mean, a linear layer."""

    def __init__(self):
        super().__init__()
        unet = UNet2DModel(**UNET)
        self.time_proj = unet.time_proj
        self.time_embedding = unet.time_embedding
        self.conv_in = unet.conv_in
        self.down_blocks = unet.down_blocks
        self.mid_block = unet.mid_block
        self.conv_norm_out = torch.nn.GroupNorm(UNET["norm_num_groups"], CHANNELS[-1], eps=1e-5)
        self.classifier = torch.nn.Linear(CHANNELS[-1], len(CLASSES))

    def forward(self, x, t):
        embedding = self.time_embedding(self.time_proj(t))
        h = self.conv_in(x)
        for block in self.down_blocks:
            h, _ = block(h, embedding)
        h = self.mid_block(h, embedding)
        h = torch.nn.functional.silu(self.conv_norm_out(h))
        return self.classifier(h.mean(dim=(2, 3)))


def write_configs():
    DDPMScheduler().save_pretrained(ROOT / "scheduler")
    (ROOT / "unet").mkdir()
    UNet2DModel(**UNET).save_config(ROOT / "unet")
    config = {
        "_class_name": "NoisyClassifier",
        "sample_size": UNET["sample_size"],
        "in_channels": UNET["in_channels"],
        "down_block_types": UNET["down_block_types"],
        "block_out_channels": CHANNELS,
        "layers_per_block": UNET["layers_per_block"],
        "attention_head_dim": UNET["attention_head_dim"],
        "norm_num_groups": UNET["norm_num_groups"],
        "classes": CLASSES,
        "schedule": "linear, T=1000, beta 1.0E-4..0.02",
    }
    (ROOT / "classifier").mkdir()
    (ROOT / "classifier/config.json").write_text(json.dumps(config, indent=2) + "\n")


def main():
    shutil.rmtree(ROOT, ignore_errors=True)
    ROOT.mkdir()
    write_configs()
    torch.manual_seed(0)
    network = NoisyClassifier().eval()
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.2 * torch.randn_like(parameter))
    weights = {name: p.detach().contiguous() for name, p in network.named_parameters()}
    save_file(weights, ROOT / "classifier/diffusion_pytorch_model.safetensors")
    x = torch.randn(4, UNET["in_channels"], 8, 12, requires_grad=True)
    t = torch.tensor([0.0, 250.0, 300.4, 999.0])
    classes = torch.tensor([0, 2, 1, 1])
    logits = network(x, t)
    chosen = torch.log_softmax(logits, dim=1)[torch.arange(len(classes)), classes]
    (gradient,) = torch.autograd.grad(chosen.sum(), x)
    golden = {
        "x": x.detach(),
        "t": t,
        "classes": classes.float(),
        "logits": logits.detach(),
        "gradient": gradient,
    }
    save_file(golden, ROOT / "golden.safetensors")
    print(sum(p.numel() for p in network.parameters()), logits, gradient.abs().max())


if __name__ == "__main__":
    main()
