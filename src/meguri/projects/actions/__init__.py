"""What may be published of projects, one act each: a plan, a transition, a report, the main steps."""
