// Makes all pictures of the documentation that need no display, with the bundled models, and prints
// the numbers that the pages cite. From the repository's folder:
//
//   mvn -q package -DskipTests
//   target/DiffusionJ/bin/diffusionj docs/all-pictures.ijm docs/images
folder = getArgument();
if (folder == "" || !File.isDirectory(folder))
	exit("docs/all-pictures.ijm needs the folder for the pictures, docs/images, as its argument.");
macros = newArray("theory", "pictures", "guidance");
for (i = 0; i < macros.length; i++) {
	print(macros[i] + ".ijm");
	start = getTime();
	runMacro(getDirectory("cwd") + "docs" + File.separator + macros[i] + ".ijm", folder);
	run("Close All");
	print(macros[i] + ".ijm took " + round((getTime() - start) / 1000) + " s.");
}
