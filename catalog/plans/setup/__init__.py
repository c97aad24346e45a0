"""The guided set-up of a plan: a draft is real rows, each step saves, and opening asks whether all of it holds."""
