package io.github.diffusionj.engine.torchscript;

import io.github.diffusionj.engine.model.weights.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Collects the lines of a network's {@code run} method and, with each layer, the tensors that it
 * reads: so the code and the table of weights can't differ. A layer method takes the name of its
 * input variable, adds its tensors under the name given, and returns the name of a new variable.
 */
final class ScriptBuilder {

  private final StringBuilder lines = new StringBuilder();
  private final List<TensorSpec> tensors = new ArrayList<>();
  private int variables;

  /** Assigns an expression to a new variable and returns that variable's name. */
  String let(String expression, Object... values) {
    String variable = "v" + variables++;
    lines.append("    ").append(variable).append(" = ");
    lines.append(String.format(Locale.ROOT, expression, values)).append('\n');
    return variable;
  }

  /** The convolution {@code kernel × kernel}, with bias. */
  String conv(String x, String name, int in, int out, int kernel, int stride, int padding) {
    String w = weight(name + ".weight", out, in, kernel, kernel);
    String b = weight(name + ".bias", out);
    return let(
        "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d])", x, w, b, stride, stride, padding, padding);
  }

  /** The affine map of the last dimension: y = x Wᵀ + b. */
  String linear(String x, String name, int in, int out) {
    String w = weight(name + ".weight", out, in);
    String b = weight(name + ".bias", out);
    return let("torch.linear(%s, %s, %s)", x, w, b);
  }

  /** Group normalisation with a learned scale and shift (Wu and He 2018). */
  String groupNorm(String x, String name, int channels, int groups, double eps) {
    String w = weight(name + ".weight", channels);
    String b = weight(name + ".bias", channels);
    return let("torch.group_norm(%s, %d, %s, %s, %s)", x, groups, w, b, Double.toString(eps));
  }

  /** Adds a tensor to the table and returns the expression that reads it. */
  String weight(String name, long... shape) {
    tensors.add(TensorSpec.of(name, shape));
    return "w[" + (tensors.size() - 1) + "]";
  }

  /**
   * Wraps the collected lines into a module with the methods {@code set_weights}, {@code
   * set_weights_bfloat16}, which keeps a cast copy, {@code forward} in the weights' own type, and
   * {@code forward_bfloat16}, which casts float32 weights on each call: what training with float32
   * master weights needs.
   *
   * @param inputs the parameters of {@code run} after x, such as {@code t}
   * @param result the variable to return
   */
  NetworkScript build(List<String> inputs, String result) {
    String parameters = String.join(", ", inputs.stream().map(i -> i + ": Tensor").toList());
    String arguments = String.join(", ", inputs);
    String code =
        """
        class %1$s(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          w : List[Tensor]
          def set_weights(self: __torch__.%1$s, w: List[Tensor]) -> Tensor:
            self.w = w
            return w[0]
          def set_weights_bfloat16(self: __torch__.%1$s, w: List[Tensor]) -> Tensor:
            self.w = (self).bfloat16(w, )
            return w[0]
          def bfloat16(self: __torch__.%1$s, w: List[Tensor]) -> List[Tensor]:
            c = annotate(List[Tensor], [])
            for i in range(torch.len(w)):
              u = torch.append(c, torch.to(w[i], 15))
            return c
          def forward(self: __torch__.%1$s, x: Tensor, %2$s) -> Tensor:
            w = self.w
            r = (self).run(torch.to(x, ops.prim.dtype(w[0])), %3$s, w, )
            return torch.to(r, 6)
          def forward_bfloat16(self: __torch__.%1$s, x: Tensor, %2$s) -> Tensor:
            w = self.w
            r = (self).run(torch.to(x, 15), %3$s, (self).bfloat16(w, ), )
            return torch.to(r, 6)
          def run(self: __torch__.%1$s, x: Tensor, %2$s, w: List[Tensor]) -> Tensor:
        """
                .formatted(NetworkScript.CLASS_NAME, parameters, arguments)
            + lines
            + "    return "
            + result
            + "\n";
    return new NetworkScript(code, tensors);
  }
}
