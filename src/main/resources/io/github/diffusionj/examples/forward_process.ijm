// The forward process: the active image, or one that is generated, on its way to noise.
// Each slice of the stack has a label with its t and alpha_bar.
if (nImages == 0)
	run("Diffusion Generate...", "model=nuclei-64 n=1 sampler=ddim steps=50 seed=3");
run("Diffusion Noise...", "model=nuclei-64 t=1000 frames=9 seed=1");
rename("Forward process");
run("Duplicate...", "title=frames duplicate");
enlarge(128);
run("Make Montage...", "columns=" + nSlices + " rows=1 scale=1 border=2 font=9 label");
rename("Forward process, montage");
selectImage("frames");
close();
selectImage("Forward process, montage");

// Makes all slices so wide, with room for their labels below.
function enlarge(width) {
	height = round(width * getHeight() / getWidth());
	run("8-bit");
	Stack.setDimensions(1, nSlices, 1);
	run("Size...", "width=" + width + " height=" + height + " depth=" + nSlices + " interpolation=None");
	run("Canvas Size...", "width=" + width + " height=" + (height + 14) + " position=Top-Center zero");
}
