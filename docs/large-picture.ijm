// Makes docs/images/large.png, 2,048 x 2,048 pixels generated at once, shown at a quarter of the size.
// Ten calls of the network for each of 25 windows. From the repository's folder:
//
//   mvn -q package -DskipTests
//   target/DiffusionJ/bin/diffusionj docs/large-picture.ijm docs/images
folder = getArgument();
if (folder == "" || !File.isDirectory(folder))
	exit("docs/large-picture.ijm needs the folder for the picture, docs/images, as its argument.");
setBatchMode(true);
run("Diffusion Generate...", "model=nuclei-64 n=1 width=2048 height=2048 steps=10 seed=1");
run("Size...", "width=512 height=512 depth=1 average interpolation=Bilinear");
saveAs("PNG", folder + "/large.png");
