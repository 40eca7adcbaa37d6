package io.github.diffusionj.model.script;

import io.github.diffusionj.model.weights.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Collects the lines of a network's {@code run} method and, with each layer, the tensors that it
 * reads: so the code and the table of weights can't differ. A layer method takes the name of its
 * input variable, adds its tensors under the name given, and returns the name of a new variable.
 */
public final class ScriptBuilder {

  /** What is done to the weights once, when they are handed over. */
  public enum WeightForm {
    /** Nothing: gradients reach them. */
    PLAIN,
    /**
     * Those of convolutions are put into the order in which oneDNN reads them on this processor,
     * which PyTorch else does on each call. Not for gradients.
     */
    PACKED
  }

  private final WeightForm form;
  private final StringBuilder lines = new StringBuilder();
  private final Map<Integer, String> packed = new HashMap<>();
  private final List<TensorSpec> tensors = new ArrayList<>();
  private int variables;

  public ScriptBuilder(WeightForm form) {
    this.form = form;
  }

  /** Assigns an expression to a new variable and returns that variable's name. */
  public String let(String expression, Object... values) {
    String variable = "v" + variables++;
    lines.append("    ").append(variable).append(" = ");
    lines.append(String.format(Locale.ROOT, expression, values)).append('\n');
    return variable;
  }

  /** The convolution {@code kernel × kernel}, with bias. */
  public Feature conv(Feature x, String name, int out, int kernel, int stride, int padding) {
    String w = weight(name + ".weight", out, x.channels(), kernel, kernel);
    String b = weight(name + ".bias", out);
    String y =
        switch (form) {
          case PLAIN ->
              let(
                  "torch.conv2d(%s, %s, %s, [%d, %d], [%d, %d])",
                  x.variable(), w, b, stride, stride, padding, padding);
          case PACKED -> {
            packed.put(
                tensors.size() - 2,
                "ops.mkldnn._reorder_convolution_weight(%s, [%d, %d], [%d, %d], [1, 1])"
                    .formatted(w, padding, padding, stride, stride));
            yield let(
                "ops.mkldnn._convolution_pointwise(%s, %s, %s, [%d, %d], [%d, %d], [1, 1], 1,"
                    + " \"none\", annotate(List[Optional[number]], []), \"\")",
                x.variable(), w, b, padding, padding, stride, stride);
          }
        };
    return new Feature(y, out);
  }

  /** The affine map of the last dimension: y = x Wᵀ + b. */
  public String linear(String x, String name, int in, int out) {
    String w = weight(name + ".weight", out, in);
    String b = weight(name + ".bias", out);
    return let("torch.linear(%s, %s, %s)", x, w, b);
  }

  /** Group normalisation with a learned scale and shift (Wu and He 2018). */
  public String groupNorm(Feature x, String name, int groups, double eps) {
    String w = weight(name + ".weight", x.channels());
    String b = weight(name + ".bias", x.channels());
    return normalise(x, groups, w, b, eps);
  }

  /** Group normalisation alone. */
  public String groupNorm(Feature x, int groups, double eps) {
    return switch (form) {
      case PLAIN -> normalise(x, groups, "None", "None", eps);
      case PACKED -> normalise(x, groups, constant("ones", x), constant("zeros", x), eps);
    };
  }

  private String normalise(Feature x, int groups, String w, String b, double eps) {
    String method = form == WeightForm.PLAIN ? "torch" : "(self)";
    return let("%s.group_norm(%s, %d, %s, %s, %s, )", method, x.variable(), groups, w, b, eps);
  }

  private String constant(String function, Feature x) {
    return let(
        "torch.%s([%d], dtype=ops.prim.dtype(%s), layout=None, device=ops.prim.device(%s),"
            + " pin_memory=False)",
        function, x.channels(), x.variable(), x.variable());
  }

  /** x·(1 + s) + b, with s and b the halves of a variable of shape (N, 2·channels, 1, 1). */
  public String scaleAndShift(String x, String halves) {
    String parts = let("torch.chunk(%s, 2, 1)", halves);
    return let("torch.add(torch.mul(%s, torch.add(%s[0], 1)), %s[1])", x, parts, parts);
  }

  /** The non-linearity. */
  public String activate(String x, Activation activation) {
    return let("torch.%s(%s)", activation.label(), x);
  }

  /** The non-linearity of a variable that nothing reads afterwards. */
  public String activateLast(String x, Activation activation) {
    return form == WeightForm.PLAIN
        ? activate(x, activation)
        : let("torch.%s_(%s)", activation.label(), x);
  }

  /** The features of both, one after the other. */
  public Feature join(Feature x, Feature y) {
    String joined = let("torch.cat([%s, %s], 1)", x.variable(), y.variable());
    return new Feature(joined, x.channels() + y.channels());
  }

  /** Adds a tensor to the table, unless it is there, and returns the expression that reads it. */
  public String weight(String name, long... shape) {
    TensorSpec tensor = TensorSpec.of(name, shape);
    int index = tensors.indexOf(tensor);
    if (index < 0) {
      index = tensors.size();
      tensors.add(tensor);
    }
    return "w[" + index + "]";
  }

  /**
   * Wraps the collected lines into a module with the methods {@code set_weights}, {@code
   * set_weights_bfloat16}, which keeps a cast copy, and {@code forward} in the type of the weights
   * that are kept. The plain form also has {@code forward_bfloat16}, which casts float32 weights on
   * each call: what training with float32 master weights needs. The packed form keeps copies only.
   *
   * @param inputs the parameters of {@code run} after x, such as {@code t}
   * @param result the variable to return
   */
  public NetworkScript build(List<String> inputs, String result) {
    String parameters = String.join(", ", inputs.stream().map(i -> i + ": Tensor").toList());
    String arguments = String.join(", ", inputs);
    String code =
        (HEAD + (form == WeightForm.PLAIN ? PLAIN_METHODS : packedMethods()) + RUN)
                .replace("NETWORK", NetworkScript.CLASS_NAME)
                .replace("PARAMETERS", parameters)
                .replace("ARGUMENTS", arguments)
            + lines
            + "    return "
            + result
            + "\n";
    return new NetworkScript(code, tensors, form == WeightForm.PACKED);
  }

  private String packedMethods() {
    StringBuilder pack = new StringBuilder(PACKED_METHODS);
    for (int i = 0; i < tensors.size(); i++) {
      String kept = packed.getOrDefault(i, "torch.clone(w[" + i + "])");
      pack.append("    u = torch.append(p, ").append(kept).append(")\n");
    }
    return pack.append("    return p\n").toString();
  }

  private static final String HEAD =
      """
      class NETWORK(Module):
        __parameters__ = []
        __buffers__ = []
        training : bool
        w : List[Tensor]
        def bfloat16(self: __torch__.NETWORK, w: List[Tensor]) -> List[Tensor]:
          c = annotate(List[Tensor], [])
          for i in range(torch.len(w)):
            u = torch.append(c, torch.to(w[i], 15))
          return c
      """;

  private static final String PLAIN_METHODS =
      """
        def set_weights(self: __torch__.NETWORK, w: List[Tensor]) -> Tensor:
          self.w = w
          return w[0]
        def set_weights_bfloat16(self: __torch__.NETWORK, w: List[Tensor]) -> Tensor:
          self.w = (self).bfloat16(w, )
          return w[0]
        def forward(self: __torch__.NETWORK, x: Tensor, PARAMETERS) -> Tensor:
          w = self.w
          r = (self).run(torch.to(x, ops.prim.dtype(w[0])), ARGUMENTS, w, )
          return torch.to(r, 6)
        def forward_bfloat16(self: __torch__.NETWORK, x: Tensor, PARAMETERS) -> Tensor:
          w = self.w
          r = (self).run(torch.to(x, 15), ARGUMENTS, (self).bfloat16(w, ), )
          return torch.to(r, 6)
      """;

  /**
   * PyTorch sums the values of a group one after the other when the channels lie last, so that the
   * error grows with the image: 2e-4 at 512 × 512. In float32 the packed form therefore works the
   * mean and then the variance about it out by PyTorch's own sums, which go by halves.
   */
  private static final String PACKED_METHODS =
      """
        def set_weights(self: __torch__.NETWORK, w: List[Tensor]) -> Tensor:
          self.w = (self).pack(w, )
          return w[0]
        def set_weights_bfloat16(self: __torch__.NETWORK, w: List[Tensor]) -> Tensor:
          self.w = (self).pack((self).bfloat16(w, ), )
          return w[0]
        def forward(self: __torch__.NETWORK, x: Tensor, PARAMETERS) -> Tensor:
          w = self.w
          c = torch.contiguous(torch.to(x, ops.prim.dtype(w[0])), memory_format=2)
          r = (self).run(c, ARGUMENTS, w, )
          return torch.contiguous(torch.to(r, 6))
        def group_norm(self: __torch__.NETWORK, x: Tensor, groups: int, w: Tensor, b: Tensor, eps: float) -> Tensor:
          if torch.eq(ops.prim.dtype(x), 6):
            n = torch.size(x, 0)
            s = [n, torch.size(x, 1), 1, 1]
            m = torch.mean(torch.reshape(torch.mean(x, [2, 3]), [n, groups, -1]), [2], True)
            e = torch.expand(m, [n, groups, torch.floordiv(torch.size(x, 1), groups)])
            y = torch.sub(x, torch.reshape(e, s))
            v = torch.reshape(torch.mean(torch.mul(y, y), [2, 3]), [n, groups, -1])
            r = torch.rsqrt(torch.add(torch.mean(v, [2], True), eps))
            k = torch.mul(r, torch.reshape(w, [1, groups, -1]))
            z = torch.addcmul(torch.reshape(b, [1, -1, 1, 1]), y, torch.reshape(k, s))
          else:
            z = torch.group_norm(x, groups, w, b, eps)
          return z
        def pack(self: __torch__.NETWORK, w: List[Tensor]) -> List[Tensor]:
          p = annotate(List[Tensor], [])
      """;

  private static final String RUN =
      """
        def run(self: __torch__.NETWORK, x: Tensor, PARAMETERS, w: List[Tensor]) -> Tensor:
      """;
}
