import TestSupport
import Testing

/// The tests of sign-in over PostgreSQL. One at a time: each takes a service of its own with up to 40 connections, and the
/// test server lends 100 to all tests together.
@Suite(.serialized, .enabled(if: PrivatePostgres.isAvailable))
enum StorageSuites {}
