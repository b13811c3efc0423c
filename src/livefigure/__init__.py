"""An engine for live figures: Python computes, JavaScript draws. See `livefigure.figure`."""
