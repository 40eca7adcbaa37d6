// Run by src/test/python/restore_comparison.py: restores and filters the noisy images of a folder.
argument = split(getArgument(), "|");
folder = argument[0];
model = "model=[" + argument[1] + "]";
noises = newArray("gaussian-15", "gaussian-25", "gaussian-50", "poisson-4");
for (n = 0; n < noises.length; n++) {
  part = split(noises[n], "-");
  noise = "sigma=" + part[1];
  unknown = "";
  if (part[0] == "poisson") {
    noise = "transform=anscombe gain=" + part[1] + " sigma=0";
    unknown = "transform=anscombe";
  }
  for (steps = 1; steps <= 2; steps++)
    restore(noises[n], "restore-" + steps, noise + " steps=" + steps);
  restore(noises[n], "restore-estimated", unknown);
  filter(noises[n], "Gaussian Blur...", "sigma", "gauss", newArray(1, 1.5, 2, 2.5, 3, 4));
  filter(noises[n], "Median...", "radius", "median", newArray(1, 2, 3, 4));
}

function restore(noise, name, options) {
  run("Diffusion Batch...", "command=restore options=[" + model + " " + options + "] input=["
    + folder + "/" + noise + "/noisy] output=[" + folder + "/" + noise + "/" + name
    + "] naming={name}");
}

function filter(noise, command, key, name, values) {
  files = getFileList(folder + "/" + noise + "/noisy");
  for (v = 0; v < values.length; v++) {
    output = folder + "/" + noise + "/" + name + "-" + values[v];
    File.makeDirectory(output);
    for (f = 0; f < files.length; f++) {
      open(folder + "/" + noise + "/noisy/" + files[f]);
      run(command, key + "=" + values[v]);
      saveAs("Tiff", output + "/" + files[f]);
      close();
    }
  }
}
