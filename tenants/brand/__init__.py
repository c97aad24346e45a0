"""The brand of an organization: colour maths and its stylesheet."""
