"""Exports the network of a diffusers pipeline as a TorchScript model for DiffusionJ.

    pip install torch==2.7.1 diffusers==0.42.1
    python docs/torchscript.py PIPELINE_FOLDER NEW_MODEL_FOLDER

A U-Net of diffusers needs no export: this is the pattern for a network of your own. Replace Wrapped
by whatever turns x, t (and y) into what your network wants.
"""

import json
import pathlib
import sys

import torch
from diffusers import DDPMPipeline


class Wrapped(torch.nn.Module):
    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        return self.network(x, t, return_dict=False)[0]


def main(source, target):
    pipeline = DDPMPipeline.from_pretrained(source)
    network, config = pipeline.unet.eval(), pipeline.unet.config
    target = pathlib.Path(target)
    pipeline.scheduler.save_pretrained(target / "scheduler")

    multiple = 2 ** (len(config.block_out_channels) - 1)
    x = torch.randn(2, config.in_channels, 4 * multiple, 4 * multiple)
    with torch.no_grad():
        script = torch.jit.trace(Wrapped(network), (x, torch.tensor([999.0, 3.0])))
    script.save(str(target / "model.pt"))

    description = {
        "in_channels": config.in_channels,
        "size_multiple": multiple,
        "sample_size": config.sample_size,
        "prediction_type": pipeline.scheduler.config.prediction_type,
        "time": "index",
    }
    (target / "torchscript.json").write_text(json.dumps(description, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
