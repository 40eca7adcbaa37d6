// Makes docs/images/restore.png: an image with noise, restored, its standard deviation, its residual.
// bin/diffusionj docs/restore-picture.ijm "IMAGE|docs/images", IMAGE with at least 160 x 160 pixels.
argument = split(getArgument(), "|");
open(argument[0]);
run("32-bit");
makeRectangle((getWidth() - 160) / 2, (getHeight() - 160) / 2, 160, 160);
run("Crop");
getStatistics(area, mean, min, max);
low = min;
high = max;
random("seed", 1);
for (y = 0; y < 160; y++)
  for (x = 0; x < 160; x++)
    setPixel(x, y, getPixel(x, y) + 0.12 * (high - low) * random("gaussian"));
rename("noisy");
run("Diffusion Restore...", "samples=4 steps=4 uncertainty=deviation residual");
rename("restored");
panel("noisy", 1, low, high);
panel("restored", 1, low, high);
selectImage("restored");
Stack.setChannel(2);
getStatistics(area, mean, min, max);
panel("restored", 2, 0, max / 2);
panel("Residual of noisy", 1, -0.36 * (high - low), 0.36 * (high - low));
newImage("panels", "8-bit black", 4 * 160 + 3 * 4, 160, 1);
for (p = 0; p < 4; p++) {
  selectImage("panel " + (p + 1));
  run("Copy");
  selectImage("panels");
  makeRectangle(p * 164, 0, 160, 160);
  run("Paste");
}
run("Select None");
saveAs("PNG", argument[1] + "/restore.png");

var panels = 0;

function panel(title, channel, from, to) {
  selectImage(title);
  if (nSlices > 1) Stack.setChannel(channel);
  makeRectangle(0, 0, 160, 160);
  run("Duplicate...", "title=part");
  setMinAndMax(from, to);
  run("8-bit");
  panels++;
  rename("panel " + panels);
}
