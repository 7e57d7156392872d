using System;
using Cake.Core.Tooling;

namespace Cake.Kubectl;

public abstract class AutoToolSettings : ToolSettings;

[AttributeUsage(AttributeTargets.Property)]
public class AutoPropertyAttribute : Attribute
{
    public string? Format { get; set; }

    public bool OnlyWhenTrue { get; set; }

    public bool PreCommand { get; set; }
}
