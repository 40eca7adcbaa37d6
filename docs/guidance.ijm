// Makes the pictures of docs/guidance.md with the bundled model, which has classes and a classifier.
// From the repository's folder:
//
//   mvn -q package -DskipTests
//   target/DiffusionJ/bin/diffusionj docs/guidance.ijm docs/images
folder = getArgument();
if (folder == "" || !File.isDirectory(folder))
	exit("docs/guidance.ijm needs the folder for the pictures, docs/images, as its argument.");

run("Diffusion Example Guidance Strength");
saveAs("PNG", folder + File.separator + "guidance-classes.png");
run("Close All");

// The same noises steered by the classifier: a row for each noise, a column for each scale.
scales = newArray(0, 1, 2, 4, 8);
noises = 3;
for (column = 0; column < scales.length; column++) {
	run("Diffusion Generate...", "model=nuclei-64 n=" + noises + " sampler=ddim steps=50 seed=3"
		+ " class=small guidance_by=classifier guidance=" + scales[column]);
	rename("generated");
	if (column == 0)
		newImage("by classifier", "8-bit black", getWidth(), getHeight(), noises * scales.length);
	for (row = 0; row < noises; row++) {
		selectImage("generated");
		setSlice(row + 1);
		run("Select All");
		run("Copy");
		selectImage("by classifier");
		setSlice(row * scales.length + column + 1);
		run("Paste");
		setMetadata("Label", "s = " + scales[column]);
	}
	selectImage("generated");
	close();
}
run("Select None");
run("Make Montage...", "columns=" + scales.length + " rows=" + noises
	+ " scale=2 border=2 font=12 label");
saveAs("PNG", folder + File.separator + "guidance-classifier.png");
