import Testing

/// Whole ways through the running system, as programs outside walk them. One after the other, since one of them kills it.
@Suite("Journeys", .serialized, .enabled(if: RunningSystem.isAsked, "JOURNEY_RUN_JSON names no running system"))
struct Journeys {}
