using System.Reflection;

namespace Gauntlet.Build.Pipeline;

/// <summary>A stage as its class describes it.</summary>
/// <param name="Name">The name of the target, which is the name of the slot.</param>
/// <param name="Task">The class.</param>
/// <param name="Result">What its slot holds for later stages.</param>
/// <param name="Attribute">Its place, needs and role.</param>
public sealed record StageInfo(string Name, Type Task, Type Result, StageAttribute Attribute)
{
    /// <summary>What it does, in one line.</summary>
    public string Description => Task.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? "";

    public Type? After => Attribute.After;

    public IReadOnlyList<Type> Needs => Attribute.Needs;

    public StageRole Role => Attribute.Role;

    /// <summary>Reads the attributes of a task class.</summary>
    /// <exception cref="InvalidOperationException">It lacks one, or is no stage.</exception>
    public static StageInfo Of(Type task)
    {
        ArgumentNullException.ThrowIfNull(task);
        var name = task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? throw new InvalidOperationException($"{task.Name} has no [TaskName].");
        var attribute = task.GetCustomAttribute<StageAttribute>() ?? throw new InvalidOperationException($"{task.Name} has no [Stage].");
        var stage = task;
        while (!(stage.IsGenericType && stage.GetGenericTypeDefinition() == typeof(Stage<>)))
        {
            stage = stage.BaseType ?? throw new InvalidOperationException($"{task.Name} is not derived from Stage<TResult>.");
        }

        return new StageInfo(name, task, stage.GenericTypeArguments[0], attribute);
    }
}
