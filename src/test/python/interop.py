"""Opens a model that Java wrote with diffusers, and samples the same images from the same noise.

By hand, from the repository's root, after `mvn test-compile`: run the main class
io.github.diffusionj.benchmark.InteropModel with a new folder, on the test class path, then

    python src/test/python/interop.py FOLDER
"""

import pathlib
import sys

import numpy as np
import torch
from diffusers import DDPMPipeline
from diffusers.pipelines.ddpm import pipeline_ddpm
from diffusers.schedulers import scheduling_ddpm
from safetensors.torch import load_file

from sampling_golden import noise


def main():
    folder = pathlib.Path(sys.argv[1])
    pipeline = DDPMPipeline.from_pretrained(folder / "model")
    print(type(pipeline.unet).__name__, pipeline.scheduler.config)
    pipeline.scheduler.register_to_config(timestep_spacing="trailing")
    pipeline.scheduler.set_timesteps(50)
    streams = iter([0] + [t + 1 for t in pipeline.scheduler.timesteps.tolist()])

    def ours(*args, **kwargs):
        stream = next(streams)
        return torch.from_numpy(np.stack([noise(7, i, stream, 3, 16, 16) for i in range(2)]))

    pipeline_ddpm.randn_tensor = ours
    scheduling_ddpm.randn_tensor = ours
    pipeline.set_progress_bar_config(disable=True)
    images = pipeline(batch_size=2, num_inference_steps=50, output_type="np").images
    theirs = torch.from_numpy(images).permute(0, 3, 1, 2) * 2 - 1
    java = load_file(folder / "images.safetensors")["images"].clamp(-1, 1)
    print("largest difference", float((theirs - java).abs().max()), "of", float(java.abs().max()))
    print("standard deviation", float(java.std()))


if __name__ == "__main__":
    main()
