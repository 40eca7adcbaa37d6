// Makes docs/images/restore.png: a large image with noise, restored, its standard deviation and its
// residual, the whole of it above and a part below.
// bin/diffusionj docs/restore-picture.ijm "IMAGE|docs/images|X|Y", with the corner of the part; 16
// calls of the network for each window.
argument = split(getArgument(), "|");
panel = 184; // pixels to a side of what is shown
head = 16;
setBatchMode(true);
open(argument[0]);
run("32-bit");
wide = getWidth();
high = getHeight();
scaled = round(panel * high / wide);
dark = quantile(0.01);
bright = quantile(0.995);
sigma = 0.15 * (bright - dark);
random("seed", 1);
for (y = 0; y < high; y++)
  for (x = 0; x < wide; x++)
    setPixel(x, y, getPixel(x, y) + sigma * random("gaussian"));
rename("noisy");
run("Diffusion Restore...", "samples=4 steps=4 uncertainty=deviation residual");
rename("restored");
Stack.setChannel(2);
most = quantile(0.998);

newImage("picture", "8-bit white", 4 * panel + 12, head + scaled + 4 + panel, 1);
column(0, "noisy", 1, dark, bright, "" + wide + " x " + high + " pixels with noise");
column(1, "restored", 1, dark, bright, "mean of 4 samples");
column(2, "restored", 2, 0, most, "their standard deviation");
column(3, "Residual of noisy", 1, -3 * sigma, 3 * sigma, "residual");
selectImage("picture");
// 32 grey levels: noise in 256 makes a large file.
for (y = head; y < getHeight(); y++)
  for (x = 0; x < getWidth(); x++) {
    v = getPixel(x, y);
    setPixel(x, y, v - v % 8 + 7 * (v >= 248));
  }
saveAs("PNG", argument[1] + "/restore.png");

// The whole, scaled, and below it the part, pixel by pixel.
function column(number, title, channel, from, to, label) {
  x = number * (panel + 4);
  put(title, channel, from, to, true, x, head);
  put(title, channel, from, to, false, x, head + scaled + 4);
  selectImage("picture");
  setColor(0, 0, 0);
  setFont("SansSerif", 12, "antialiased");
  drawString(label, x + 2, head - 1);
}

function put(title, channel, from, to, whole, x, y) {
  selectImage(title);
  if (nSlices > 1) Stack.setChannel(channel);
  if (whole) run("Select All");
  else makeRectangle(parseInt(argument[2]), parseInt(argument[3]), panel, panel);
  run("Duplicate...", "title=part");
  if (whole) run("Size...", "width=" + panel + " height=" + scaled + " average interpolation=Bilinear");
  setMinAndMax(from, to);
  run("8-bit");
  run("Select All");
  run("Copy");
  close();
  selectImage("picture");
  if (whole) makeRectangle(x, y, panel, scaled);
  else makeRectangle(x, y, panel, panel);
  run("Paste");
  run("Select None");
}

function quantile(q) {
  values = newArray(getWidth() * getHeight());
  for (y = 0; y < getHeight(); y++)
    for (x = 0; x < getWidth(); x++)
      values[y * getWidth() + x] = getPixel(x, y);
  Array.sort(values);
  return values[round(q * (values.length - 1))];
}
