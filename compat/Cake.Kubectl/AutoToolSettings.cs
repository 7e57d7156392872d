using Cake.Core.Tooling;

namespace Cake.Kubectl;

public abstract class AutoToolSettings : ToolSettings;
