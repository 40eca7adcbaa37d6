// Run by src/test/python/restore_comparison.py with FOLDER|MODEL|NOISE|told: restores and filters the
// noisy images of a folder; with estimated in place of told restores them with the noise estimated.
argument = split(getArgument(), "|");
folder = argument[0];
model = "model=[" + argument[1] + "]";
noise = argument[2];
part = split(noise, "-");
if (argument[3] == "estimated") {
  if (part[0] == "poisson") restore("restore-estimated", "transform=anscombe");
  else restore("restore-estimated", "");
} else {
  known = "sigma=" + part[1];
  if (part[0] == "poisson") known = "transform=anscombe gain=" + part[1] + " sigma=0";
  for (steps = 1; steps <= 2; steps++)
    restore("restore-" + steps, known + " steps=" + steps);
  filter("Gaussian Blur...", "sigma", "gauss", newArray(1, 1.5, 2, 2.5, 3, 4));
  filter("Median...", "radius", "median", newArray(1, 2, 3, 4));
}

function restore(name, options) {
  run("Diffusion Batch...", "command=restore options=[" + model + " " + options + "] input=["
    + folder + "/" + noise + "/noisy] output=[" + folder + "/" + noise + "/" + name
    + "] naming={name}");
}

function filter(command, key, name, values) {
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
