#!/usr/bin/env pwsh
# Builds the host when a source is newer than it, and starts it with the arguments as given. See ./build.ps1 --help.
# Outside of CI it is compiled ahead, which pays after some dozens of starts; CompileAhead=true or false in the environment decides by hand.
# For Windows PowerShell 5.1 and PowerShell 7.
$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
# In a repository that has taken Gauntlet in, its code is a folder of its own, and stages of the repository's stand beside that.
$code = [IO.Path]::Combine($root, 'build', 'gauntlet')
if (-not (Test-Path -LiteralPath $code)) { $code = $root }
$hostAssembly = [IO.Path]::Combine($code, 'build', 'bin', 'host', 'Gauntlet.Build.dll')
$asked = [IO.Path]::Combine($code, 'compat', 'obj', 'asked')
# By its path: a process finds its own dotnet before that of PATH, and PowerShell may have one.
$dotnet = @(Get-Command dotnet -CommandType Application)[0].Source
$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'

function Test-Stale {
    if (-not (Test-Path -LiteralPath $hostAssembly)) { return $true }
    # The list of stand-ins is given by hand, or the feeds lacked a package on another day.
    if ($env:StandIns) { return $true }
    if (Test-Path -LiteralPath $asked) {
        $answer = [IO.File]::ReadAllText($asked)
        if ($answer.Contains('Cake') -and -not $answer.Contains([DateTime]::UtcNow.ToString('yyyy-MM-dd'))) { return $true }
    }
    $built = (Get-Item -LiteralPath $hostAssembly).LastWriteTimeUtc
    $sources = @(foreach ($folder in [IO.Path]::Combine($root, 'build'), [IO.Path]::Combine($code, 'src'), [IO.Path]::Combine($code, 'compat')) {
            Get-ChildItem -LiteralPath $folder -Recurse -File | Where-Object { $_.FullName -notmatch '[\\/](bin|obj)[\\/]' }
        })
    $sources += @(Get-ChildItem -LiteralPath $root, $code -File | Where-Object { $_.Name -like 'Directory.*' -or $_.Name -in 'global.json', '.editorconfig', 'nuget.config' })
    $configuration = if ($env:APPDATA) { [IO.Path]::Combine($env:APPDATA, 'NuGet') } else { [IO.Path]::Combine($HOME, '.nuget', 'NuGet') }
    $sources += @(Get-ChildItem -LiteralPath $configuration -File -ErrorAction SilentlyContinue)
    return @($sources | Where-Object { $_.LastWriteTimeUtc -gt $built }).Count -gt 0
}

function Publish-Host([string] $ahead) {
    $terminal = -not [Console]::IsErrorRedirected
    $start = New-Object Diagnostics.ProcessStartInfo $dotnet
    $start.Arguments = 'publish "{0}" --configuration Debug --output "{1}" --verbosity quiet --tl:off -p:CompileAhead={2}' -f `
        [IO.Path]::Combine($code, 'build', 'Build.csproj'), [IO.Path]::Combine($code, 'build', 'bin', 'host'), $ahead
    $start.UseShellExecute = $false
    $start.RedirectStandardOutput = $true
    # No build server may outlive the run, unless the caller wants one.
    if (-not $env:UseSharedCompilation) { $start.EnvironmentVariables['UseSharedCompilation'] = 'false' }
    $start.EnvironmentVariables['MSBUILDDISABLENODEREUSE'] = '1'
    $start.EnvironmentVariables['DOTNET_CLI_USE_MSBUILD_SERVER'] = '0'
    $builder = [Diagnostics.Process]::Start($start)
    # MSBuild reports on standard output.
    $output = $builder.StandardOutput.ReadToEndAsync()
    $passed = [Diagnostics.Stopwatch]::StartNew()
    while (-not $builder.WaitForExit(1000)) {
        if ($terminal) { [Console]::Error.Write("`rBuilding the host: {0:0} s " -f $passed.Elapsed.TotalSeconds) }
    }
    if ($terminal) { [Console]::Error.Write("`r" + ' ' * 40 + "`r") }
    return @{ Code = $builder.ExitCode; Output = $output.Result }
}

function Build-Host {
    [Console]::Error.WriteLine('Building the host; the first time takes about a minute.')
    $ahead = if ($env:CompileAhead) { $env:CompileAhead } elseif ($env:CI) { 'false' } else { 'true' }
    $built = Publish-Host $ahead
    # The feeds may lack what compiles ahead; whatever else is wrong is said by the build without it.
    if ($built.Code -ne 0 -and $ahead -ne 'false') { $built = Publish-Host 'false' }
    if ($built.Code -ne 0) {
        [Console]::Error.WriteLine($built.Output)
        [Console]::Error.WriteLine('error: the build host does not build; its errors are above.')
        exit 3
    }
    [regex]::Matches($built.Output, 'warning STANDIN: (.*) \[') | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique | ForEach-Object { [Console]::Error.WriteLine($_) }
    (Get-Item -LiteralPath $hostAssembly).LastWriteTimeUtc = [DateTime]::UtcNow
}

if (Test-Stale) { Build-Host }

& $dotnet $hostAssembly @args
exit $LASTEXITCODE
