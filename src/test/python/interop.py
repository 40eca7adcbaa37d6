"""Opens models that Java wrote with diffusers.

The first is one of Java's own: diffusers samples the same images from the same noise. The others
are those of folders_golden.py, opened and written again by Java: weights and configurations must
be what they were. By hand, from the repository's root, with a new folder:

    mvn -q -Pbenchmark -Dbenchmark.name=InteropModel -Dbenchmark.argument=FOLDER
    python src/test/python/interop.py FOLDER
"""

import pathlib
import sys

import numpy as np
import torch
from diffusers import DDPMPipeline, UNet2DModel
from diffusers.pipelines.ddpm import pipeline_ddpm
from diffusers.schedulers import scheduling_ddpm
from safetensors.torch import load_file

from sampling_golden import noise


def network(folder):
    """Where the network of a folder lies, and its tensors with the types that they have there."""
    folder = folder / "unet" if (folder / "unet").is_dir() else folder
    tensors = {}
    for file in sorted(folder.glob("*.safetensors")):
        tensors |= load_file(file)
    return folder, tensors


def meaning(config):
    return {key: value for key, value in config.items() if key != "_name_or_path"}


def check_copies(originals, copies):
    for original in sorted(originals.iterdir()):
        copy = DDPMPipeline.from_pretrained(copies / original.name)
        folder, before = network(original)
        assert meaning(UNet2DModel.load_config(folder)) == meaning(
            UNet2DModel.load_config(copies / original.name / "unet")
        )
        after = network(copies / original.name)[1]
        assert before.keys() == after.keys() == copy.unet.state_dict().keys()
        for name, tensor in before.items():
            assert tensor.dtype == after[name].dtype and torch.equal(tensor, after[name]), name
            assert torch.equal(tensor.float(), copy.unet.state_dict()[name]), name
        for place in ("scheduler", "."):
            if (original / place / "scheduler_config.json").exists():
                scheduler = type(copy.scheduler).from_pretrained(original / place)
                assert dict(scheduler.config) == dict(copy.scheduler.config), original
        print(original.name, "written again is the same:", tensor.dtype, type(copy.scheduler).__name__)


def main():
    torch.set_num_threads(1)
    folder = pathlib.Path(sys.argv[1])
    check_copies(pathlib.Path("src/test/resources/folders"), folder / "copies")
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
