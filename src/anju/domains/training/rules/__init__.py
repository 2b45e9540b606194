"""What may be done in training. Facts in, a refusal or nothing out."""
