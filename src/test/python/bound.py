"""Reference values of the variational bound: the formulas of Ho et al. 2020 and Nichol and Dhariwal
2021 (which guided-diffusion computes), written anew with torch in double precision.

    pip install torch==2.7.1
    python src/test/python/bound.py > src/test/resources/bound/reference.json

An 8-bit image of 48 pixels, noise, an estimate of x_0 and a learned variance's output are drawn and
stored; terms of both decoders are stored: with the exact normal distribution function, and with
the peers' approximation, Phi(x) ~ (1 + tanh(sqrt(2/pi)(x + 0.044715 x^3)))/2 with probabilities of
at least 1e-12. Tolerance of the test: 1e-9 of the numbers, double against double.
"""

import json
import math

import torch

T = 1000
PIXELS = 48
BITS = 1 / math.log(2)
generator = torch.Generator().manual_seed(6)


def rand(low, high):
    return low + (high - low) * torch.rand(PIXELS, generator=generator, dtype=torch.float64)


def randn():
    return torch.randn(PIXELS, generator=generator, dtype=torch.float64)


class Process:
    def __init__(self, betas):
        self.beta = betas
        self.bar = torch.cumprod(1 - betas, 0)
        self.before = torch.cat([torch.ones(1, dtype=torch.float64), self.bar[:-1]])
        self.posterior = betas * (1 - self.before) / (1 - self.bar)
        self.log_small = torch.log(torch.cat([self.posterior[1:2], self.posterior[1:]]))

    def log_variance(self, kind, i, v):
        if kind == "fixed_small":
            return self.log_small[i].expand(PIXELS)
        if kind == "fixed_large":
            return torch.log(self.beta[i] if i > 0 else self.posterior[1]).expand(PIXELS)
        f = (v + 1) / 2
        return f * torch.log(self.beta[i]) + (1 - f) * self.log_small[i]

    def mean(self, i, x0, xt):
        a = self.before[i].sqrt() * self.beta[i] / (1 - self.bar[i])
        b = (1 - self.beta[i]).sqrt() * (1 - self.before[i]) / (1 - self.bar[i])
        return a * x0 + b * xt


def kl(m1, log1, m2, log2):
    return 0.5 * (log2 - log1 - 1 + torch.exp(log1 - log2) + (m1 - m2) ** 2 * torch.exp(-log2))


def exact(x):
    return 0.5 * torch.special.erfc(-x / math.sqrt(2))


def peers(x):
    return 0.5 * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def decoder(cdf, x0, mean, log_variance, least):
    deviation = torch.exp(0.5 * log_variance)
    up = (x0 + 1 / 255 - mean) / deviation
    down = (x0 - 1 / 255 - mean) / deviation
    p = torch.where(x0 < -0.999, cdf(up), torch.where(x0 > 0.999, cdf(-down), cdf(up) - cdf(down)))
    return -torch.log(p.clamp(min=least)).mean().item() * BITS


def main():
    process = Process(torch.linspace(1e-4, 0.02, T, dtype=torch.float64))
    grey = torch.randint(0, 256, (PIXELS,), generator=generator)
    grey[0], grey[1] = 0, 255
    x0 = grey.double() / 127.5 - 1
    estimate, v = (x0 + 0.02 * randn()).clamp(-1, 1), rand(-1, 1)
    kinds = ("fixed_small", "fixed_large", "learned_range")
    terms = []
    for t in (2, 3, 17, 250, 999, 1000):
        i = t - 1
        xt = process.bar[i].sqrt() * x0 + (1 - process.bar[i]).sqrt() * randn()
        true_mean = process.mean(i, x0, xt)
        term = {"t": t}
        for kind in kinds:
            model = process.log_variance(kind, i, v)
            mean = process.mean(i, estimate, xt)
            term[kind] = kl(true_mean, process.log_small[i], mean, model).mean().item() * BITS
        terms.append(term)
    last = process.bar[-1]
    prior = kl(last.sqrt() * x0, torch.log(1 - last), torch.zeros(()), torch.zeros(()))
    zero = {}
    for kind in kinds:
        model = process.log_variance(kind, 0, v)
        zero[kind] = decoder(exact, x0, estimate, model, 0)
        zero["peers_" + kind] = decoder(peers, x0, estimate, model, 1e-12)
    print(json.dumps({
        "grey": grey.tolist(), "estimate": estimate.tolist(), "v": v.tolist(),
        "prior": prior.mean().item() * BITS, "terms": terms, "decoder": zero}, indent=1))


main()
