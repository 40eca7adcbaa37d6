/** What models there are, whether they work, what is known of them; installing and removing. */
package io.github.diffusionj.task.models;
