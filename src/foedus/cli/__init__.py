"""The command line: verbs over what Python offers; settings are read here and nowhere else."""
