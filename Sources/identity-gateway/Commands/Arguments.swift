import ArgumentParser
import SignIn
import Workspaces

// Types that the command line reads by themselves, so that a wrong value is told with the command's own usage.

extension Role: ExpressibleByArgument {}

extension ApplicationKind: ExpressibleByArgument {}

extension EmailAddress: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
