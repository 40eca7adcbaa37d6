// Guidance strength: images from the same noise, a row for each class, a column for each scale s.
// s = 0 is without class, 1 plainly with it, and more exaggerates it. For a model with classes.
classes = newArray("small", "medium", "large");
scales = newArray(0, 1, 2, 4, 8);
for (row = 0; row < classes.length; row++) {
	for (column = 0; column < scales.length; column++) {
		run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddim steps=50 seed=3 class="
			+ classes[row] + " guidance=" + scales[column]);
		rename("generated");
		if (row == 0 && column == 0)
			newImage("Guidance strength", "8-bit black", getWidth(), getHeight(),
				classes.length * scales.length);
		selectImage("generated");
		run("Select All");
		run("Copy");
		close();
		selectImage("Guidance strength");
		setSlice(row * scales.length + column + 1);
		run("Paste");
		setMetadata("Label", classes[row] + ", s = " + scales[column]);
	}
}
run("Select None");
run("Make Montage...", "columns=" + scales.length + " rows=" + classes.length
	+ " scale=2 border=2 font=12 label");
rename("Guidance strength, montage");
