"""The demo network: invented people and firms, the same every time, with dates relative to today."""
