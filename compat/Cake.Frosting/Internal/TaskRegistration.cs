using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;

namespace Cake.Frosting.Internal;

/// <summary>Registers one task on the engine: only what its class overrides.</summary>
internal sealed class TaskRegistration(ICakeEngine engine, ICakeLog log, IFrostingContext context, IFrostingTask task)
{
    private readonly Type _type = task.GetType();

    public void Register()
    {
        log.Debug("Registering task: {0}", NameOf(_type));
        if (!ContextType().IsInstanceOfType(context))
        {
            log.Warning("Task cannot be used since the context isn't convertible to {0}.", ContextType().FullName);
            return;
        }

        var builder = engine.RegisterTask(NameOf(_type));
        if (_type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description is { } description && !string.IsNullOrWhiteSpace(description))
        {
            builder.Description(description);
        }

        if (IsOverridden("Run") || IsOverridden("RunAsync"))
        {
            builder.Does(task.RunAsync);
        }

        if (IsOverridden("ShouldRun"))
        {
            builder.WithCriteria(task.ShouldRun, task.SkippedMessage);
        }

        RegisterHandlers(builder);
        RegisterDependencies(builder);
    }

    private static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;

    private void RegisterHandlers(CakeTaskBuilder builder)
    {
        if (_type.GetCustomAttribute<ContinueOnErrorAttribute>() is not null)
        {
            builder.ContinueOnError();
        }

        if (IsOverridden("OnError", typeof(Exception)))
        {
            builder.OnError(exception => task.OnError(exception, context));
        }

        if (IsOverridden("Finally"))
        {
            builder.Finally(() => task.Finally(context));
        }
    }

    private void RegisterDependencies(CakeTaskBuilder builder)
    {
        foreach (var dependency in _type.GetCustomAttributes<IsDependentOnAttribute>().Select(attribute => attribute.Task))
        {
            builder.IsDependentOn(Checked(dependency, "dependency"));
        }

        foreach (var dependee in _type.GetCustomAttributes<IsDependeeOfAttribute>().Select(attribute => attribute.Task))
        {
            builder.IsDependeeOf(Checked(dependee, "reverse dependency"));
        }
    }

    private static string Checked(Type type, string role) => typeof(IFrostingTask).IsAssignableFrom(type)
        ? NameOf(type)
        : throw new FrostingException($"The {role} '{NameOf(type)}' is not a valid task.");

    private Type ContextType() =>
        _type.BaseType is { IsConstructedGenericType: true } parent
        && (parent.GetGenericTypeDefinition() == typeof(FrostingTask<>) || parent.GetGenericTypeDefinition() == typeof(AsyncFrostingTask<>))
            ? parent.GenericTypeArguments[0]
            : typeof(ICakeContext);

    private bool IsOverridden(string method, params Type[] parametersBefore)
    {
        IEnumerable<Type> parameters = [.. parametersBefore, context.GetType()];
        return _type.GetMethod(method, [.. parameters]) is { } found && found.GetBaseDefinition().DeclaringType != found.DeclaringType;
    }
}
