"""Makes the reference files of the gradients that training takes, by PyTorch itself.

Run from the repository's root, after unet_golden.py and with the same versions:

    python src/test/python/gradient_golden.py

In src/test/resources/training, each with the loss and, under the weights' names, its gradient:

gradient.safetensors, class-gradient.safetensors (GradientTest): x, t (network indices), the target
and, in the second, the classes y; the loss is mean((network(x, t[, y]) - target)^2).

hybrid-PREDICTION.safetensors (HybridGradientTest): x_0 (8-bit levels), the noise, t (1...1000) and
the loss of each image with a learned variance (Nichol and Dhariwal 2021, equations 15 and 16):
mean squared error + 0.001 * 1000 * (term of L_vlb in bits per dimension), where the mean's gradient
stops before L_vlb. Gradients of all weights for epsilon, and of the first and last layer otherwise.
The formulas are written here in float64 from the paper, in the form of two normal distributions and
with torch.special.log_ndtr, so that nothing is shared with the Java code.
"""

import math
import pathlib

import torch
from diffusers import UNet2DModel
from safetensors.torch import save_file

FOLDER = pathlib.Path("src/test/resources/training")
NETWORKS = "src/test/resources/unet"
T = 1000


def network_of(name):
    network = UNet2DModel.from_pretrained(f"{NETWORKS}/{name}", subfolder="unet")
    return network.float()


def save(golden, loss, network, file, layers=("",)):
    loss.mean().backward()
    golden["loss"] = loss.detach().float().reshape(-1)
    golden |= {
        name: p.grad.contiguous()
        for name, p in network.named_parameters()
        if name.startswith(layers)
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    save_file(golden, FOLDER / file)
    print(file, golden["loss"].tolist(), len(golden))


def squared_error(name, file, classes=None):
    torch.manual_seed(0)
    network = network_of(name)
    x = torch.randn(3, 1, 8, 8)
    target = torch.randn(3, 1, 8, 8)
    t = torch.tensor([3.0, 400.0, 999.0])
    golden = {"x": x, "t": t, "target": target}
    if classes is not None:
        golden["y"] = torch.tensor(classes, dtype=torch.float32)
    y = None if classes is None else torch.tensor(classes)
    loss = (network(x, t, y).sample - target).square().mean()
    save(golden, loss, network, file)


def kl(mean1, log1, mean2, log2):
    return 0.5 * (log2 - log1 - 1 + torch.exp(log1 - log2) + (mean1 - mean2) ** 2 * torch.exp(-log2))


def log_bin(clean, mean, log_variance):
    """ln of the mass of N(mean, variance) in the bin of an 8-bit level."""
    deviation = torch.exp(0.5 * log_variance)
    low, high = (clean - 1 / 255 - mean) / deviation, (clean + 1 / 255 - mean) / deviation
    # In the right tail the mirror image, whose logarithms don't cancel.
    mirror = low + high > 0
    low, high = torch.where(mirror, -high, low), torch.where(mirror, -low, high)
    first, last = clean < -1 + 1e-3, clean > 1 - 1e-3
    log_high = torch.special.log_ndtr(high)
    log_low = torch.special.log_ndtr(low)
    inside = log_high + torch.log1p(-torch.exp(torch.clamp(log_low - log_high, max=-1e-12)))
    from_below = torch.special.log_ndtr((clean + 1 / 255 - mean) / deviation)
    from_above = torch.special.log_ndtr(-(clean - 1 / 255 - mean) / deviation)
    return torch.where(first, from_below, torch.where(last, from_above, inside))


def hybrid(prediction, layers):
    torch.manual_seed(1)
    network = network_of("learned-variance")
    beta = torch.linspace(1e-4, 0.02, T, dtype=torch.float64)
    bar = torch.cumprod(1 - beta, 0)
    t = torch.tensor([1, 2, 60, 1000])
    levels = torch.randint(0, 256, (4, 3, 8, 8))
    levels[:, :, 0, :3], levels[:, :, 1, :3] = 0, 255
    clean = levels.double() / 127.5 - 1
    noise = torch.randn(4, 3, 8, 8).double()

    def at(values):
        return values[t - 1].reshape(-1, 1, 1, 1)

    before = torch.cat([torch.ones(1, dtype=torch.float64), bar[:-1]])
    small = beta * (1 - before) / (1 - bar)
    small[0] = small[1]
    a, s = at(bar).sqrt(), (1 - at(bar)).sqrt()
    noisy = a * clean + s * noise
    out = network(noisy.float(), (t - 1).float()).sample.double()
    out, v = out.chunk(2, 1)
    target = {"epsilon": noise, "sample": clean, "v_prediction": a * noise - s * clean}[prediction]
    frozen = out.detach()
    estimate = {
        "epsilon": (noisy - s * frozen) / a,
        "sample": frozen,
        "v_prediction": a * noisy - s * frozen,
    }[prediction]

    def posterior(x0):
        total = 1 - at(bar)
        return (
            at(before).sqrt() * at(beta) / total * x0
            + (1 - at(beta)).sqrt() * (1 - at(before)) / total * noisy
        )

    fraction = (v + 1) / 2
    log_variance = fraction * torch.log(at(beta)) + (1 - fraction) * torch.log(at(small))
    terms = kl(posterior(clean), torch.log(at(small)), posterior(estimate), log_variance)
    terms = torch.where(t.reshape(-1, 1, 1, 1) == 1, -log_bin(clean, estimate, log_variance), terms)
    bits = terms.mean((1, 2, 3)) / math.log(2)
    loss = (out - target).square().mean((1, 2, 3)) + 0.001 * T * bits
    golden = {"x_0": clean.float(), "noise": noise.float(), "t": t.float(), "bits": bits.detach().float()}
    save(golden, loss, network, f"hybrid-{prediction}.safetensors", layers)


def main():
    squared_error("mid-attention", "gradient.safetensors")
    squared_error("classes", "class-gradient.safetensors", [3, 0, 4])
    hybrid("epsilon", ("",))
    hybrid("sample", ("conv_in", "conv_out"))
    hybrid("v_prediction", ("conv_in", "conv_out"))


if __name__ == "__main__":
    main()
