// Makes the picture of docs/inpainting.md with a region for each slice. From the repository's folder:
//
//   mvn -q package -DskipTests
//   target/DiffusionJ/bin/diffusionj docs/regions-picture.ijm docs/images
folder = getArgument();
if (folder == "" || !File.isDirectory(folder))
	exit("docs/regions-picture.ijm needs the folder for the picture, docs/images, as its argument.");
setBatchMode(true);
size = 128;
gap = 6;
run("Diffusion Generate...", "model=nuclei-64 n=3 steps=50 seed=3");
rename("stack");
setSlice(1); makeOval(8, 20, 18, 15); mark(1);
setSlice(2); makePolygon(4,10, 60,30, 60,36, 4,16); mark(2);
makeRectangle(30, 44, 14, 12); mark(2);
run("Select None");
run("Diffusion Inpaint...", "model=nuclei-64 region=overlay seed=1");
rename("filled");
newImage("picture", "RGB white", 3 * size + 2 * gap, 2 * size + gap, 1);
for (s = 1; s <= 3; s++) {
	put("stack", s, (s - 1) * (size + gap), 0, true);
	put("filled", s, (s - 1) * (size + gap), size + gap, false);
}
selectImage("picture");
saveAs("PNG", folder + File.separator + "inpainting-regions.png");
print("The picture is in " + folder + ".");

function mark(slice) {
	Overlay.addSelection("yellow", 1);
	Overlay.setPosition(slice);
}

function put(title, slice, x, y, marked) {
	selectImage(title);
	if (marked) Overlay.show; else Overlay.hide;
	setSlice(slice);
	run("Select None");
	run("Duplicate...", "title=one");
	run("RGB Color");
	if (marked) run("Flatten");
	run("Size...", "width=" + size + " height=" + size + " interpolation=None");
	run("Select All");
	run("Copy");
	selectImage("picture");
	makeRectangle(x, y, size, size);
	run("Paste");
	run("Select None");
}
