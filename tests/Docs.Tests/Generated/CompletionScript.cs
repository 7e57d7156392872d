using System.Text;
using Gauntlet.Build.Cli;
using Gauntlet.Build.Pipeline;

namespace Gauntlet.Docs.Tests.Generated;

/// <summary>Shell completion for the targets, options and values of the catalogue; one script for bash and zsh.</summary>
internal static class CompletionScript
{
    private static readonly string[] Paths = ["file", "folder"];

    public static string Render()
    {
        var text = new StringBuilder();
        text.Append("""
            # Completion of ./build.sh in bash and zsh:  source completions/gauntlet.sh
            # Made from the option catalogue by tests/Docs.Tests; CONTRIBUTING.md says how it is made anew.
            if [ -n "${ZSH_VERSION-}" ]; then autoload -Uz compinit bashcompinit && compinit -u && bashcompinit; fi

            _gauntlet() {
              local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} option='' prefix='' values=''
              case $word in
                --*=*) option=${word%%=*} prefix=$option= word=${word#*=} ;; # zsh keeps --option=value in one word, bash makes three of it
                =) option=$before word='' ;;
                -*) ;;
                *) case $before in =) option=${COMP_WORDS[COMP_CWORD-2]} ;; -*=*) ;; -*) option=$before ;; esac ;;
              esac
              case $option in

            """);
        text.Append(
            $"    ''|{string.Join('|', Flags())}) "
            + $"values='{Words(Options().Concat(HostOptions.All.Select(option => option.Unit is null ? option.Name : option.Name + "=")))}' ;;\n");
        text.Append($"    --target|-t) values='{Words(StageCatalog.Host.Targets)}' ;;\n");
        text.Append($"    --verbosity|-v) values='{Words(HostOptions.Verbosities.Where(name => name.Length > 1))}' ;;\n");
        foreach (var option in OptionCatalog.All.Where(option => option.Choices.Count > 0))
        {
            text.Append($"    --{option.Name}) values='{Words(option.Choices)}' ;;\n");
        }

        var paths = OptionCatalog.All.Where(option => Paths.Contains(option.Unit)).Select(option => "--" + option.Name).Append("--working|-w");
        text.Append($"    {string.Join('|', paths)}) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
        text.Append("""
                *) return ;;
              esac
              COMPREPLY=($(compgen -W "$values" -P "$prefix" -- "$word"))
              case ${COMPREPLY[*]} in *=) compopt -o nospace 2>/dev/null ;; esac
            }

            complete ${ZSH_VERSION:+-o} ${ZSH_VERSION:+nospace} -F _gauntlet build.sh ./build.sh

            """);
        return text.ToString();
    }

    /// <summary>What takes no value, so that another option may follow.</summary>
    private static IEnumerable<string> Flags() =>
        OptionCatalog.All.Where(option => option.Kind == OptionKind.Flag).Select(option => "--" + option.Name)
            .Concat(HostOptions.All.Where(option => option.Unit is null).SelectMany(option => option.Names));

    private static IEnumerable<string> Options() => OptionCatalog.All.Select(option => "--" + option.Name + (option.Kind == OptionKind.Flag ? "" : "="));

    private static string Words(IEnumerable<string> words) => string.Join(' ', words);
}
