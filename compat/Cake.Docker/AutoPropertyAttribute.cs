using System;

namespace Cake.Docker;

/// <summary>How a property of settings is rendered where the rule of its type does not do.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AutoPropertyAttribute : Attribute
{
    /// <summary>{0} is the name without dashes, {1} the value.</summary>
    public string? Format { get; set; }

    public bool OnlyWhenTrue { get; set; }

    /// <summary>True to render it before the command.</summary>
    public bool PreCommand { get; set; }
}
