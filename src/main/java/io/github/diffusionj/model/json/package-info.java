/** JSON from untrusted files: read strictly, with limits, and written back. */
package io.github.diffusionj.model.json;
