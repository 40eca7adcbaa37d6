"""Makes the reference file of GradientTest: the gradient of the simple loss by PyTorch itself.

Run from the repository's root, after unet_golden.py and with the same versions:

    python src/test/python/gradient_golden.py

src/test/resources/training/gradient.safetensors holds x, t (network indices), the target, the loss
and, under the weights' names, the gradient of mean((network(x, t) - target)^2).
"""

import pathlib

import torch
from diffusers import UNet2DModel
from safetensors.torch import save_file

FILE = pathlib.Path("src/test/resources/training/gradient.safetensors")


def main():
    torch.manual_seed(0)
    network = UNet2DModel.from_pretrained("src/test/resources/unet/mid-attention", subfolder="unet")
    x = torch.randn(3, 1, 8, 8)
    target = torch.randn(3, 1, 8, 8)
    t = torch.tensor([3.0, 400.0, 999.0])
    loss = (network(x, t).sample - target).square().mean()
    loss.backward()
    golden = {"x": x, "t": t, "target": target, "loss": loss.detach().reshape(1)}
    golden |= {name: p.grad.contiguous() for name, p in network.named_parameters()}
    FILE.parent.mkdir(parents=True, exist_ok=True)
    save_file(golden, FILE)
    print(float(loss), len(golden))


if __name__ == "__main__":
    main()
