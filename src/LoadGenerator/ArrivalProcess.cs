namespace Gauntlet.LoadGenerator;

/// <summary>How the arrivals of the open model are spread.</summary>
public enum ArrivalProcess
{
    /// <summary>Evenly: the i-th arrival is due when the rate curve has summed up to i.</summary>
    Constant,

    /// <summary>As independent users arrive: exponential gaps around the rate.</summary>
    Poisson,
}
